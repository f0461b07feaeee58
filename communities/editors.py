"""The group whose members look after the catalogue, and can do nothing else in the admin."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_noop

# The group's name in the database; what people read is its translation.
EDITORS = gettext_noop("Catalogue editors")
_MAY = {
    "catalogueentry": ("view", "add", "change", "delete"),
    "cataloguechannel": ("view", "add", "change", "delete"),
    "cataloguesuggestion": ("view", "change"),
}


def make_editors(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """After each migrate: the group is there, with these rights and no others."""
    from django.contrib.auth.models import Group, Permission

    create_permissions(sender, verbosity=0, using=using)
    codes = [f"{right}_{model}" for model, rights in _MAY.items() for right in rights]
    rights = Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=codes)
    group, _made = Group.objects.using(using).get_or_create(name=EDITORS)
    group.permissions.set(rights)


def waiting_for(user: Any) -> int:
    """How many suggestions for the catalogue wait for somebody who may answer them; nobody else is asked for."""
    if not (user.is_staff and user.has_perm("communities.change_cataloguesuggestion")):
        return 0
    from communities.models import CatalogueSuggestion

    return CatalogueSuggestion.objects.waiting().count()
