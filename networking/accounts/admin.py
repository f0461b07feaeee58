"""Accounts in the admin. Nothing here shows a row of anybody's own: not even what a deletion would take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401  # all three register themselves first, so that they can be taken out
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networking.accounts.models import User

# Secrets of the second factor, and where somebody signs in from, are nobody else's.
for model in (Authenticator, UserSession, EmailAddress, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class GroupsField(forms.ModelMultipleChoiceField[Group]):
    """Groups by their names in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        return gettext(obj.name)


@admin.register(User)
class PeopleWhoSignIn(UserAdmin[User]):
    list_display = ("email", "name", "is_active", "is_staff", "joined", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Own settings"), {"fields": ("language", "time_zone", "theme")}),
        (None, {"fields": ("joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    @admin.display(description=_("date joined"), ordering="date_joined")
    def joined(self, user: User) -> datetime:
        return user.date_joined

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Groups are ticked."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return GroupsField(
            queryset=Group.objects.order_by("name"),
            required=False,
            label=_("Groups"),
            help_text=_("Their members must be let into the admin, too."),
            widget=forms.CheckboxSelectMultiple,
        )

    def get_deleted_objects(
        self, objs: QuerySet[User] | Sequence[User], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Who would be deleted and how many rows go along, never which."""
        _shown, counts, _missing, protected = super().get_deleted_objects(objs, request)
        return [str(user) for user in objs], counts, set(), [""] if protected else []
