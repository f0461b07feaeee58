from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy


class Family(models.TextChoices):
    INTERNAL = "internal", pgettext_lazy("family of communities", "Internal")
    PROFESSIONAL = "professional", pgettext_lazy("family of communities", "Professional")


class Kind(models.TextChoices):
    TECHNICAL = "technical", _("Technical community")
    INTEREST_GROUP = "interest_group", _("Interest group")
    DEVELOPMENT_COMMITTEE = "development_committee", _("Development committee")
    EDUCATION_GROUP = "education_group", _("Education group")
    FORMAL_ASSOCIATION = "formal_association", _("Formal association")
    PRACTITIONERS = "practitioners", _("Community of practitioners")
    SIG = "sig", _("Technology interest group (SIG)")
    GEOGRAPHIC = "geographic", _("Geographic group")
    ONLINE = "online", _("Online community or forum")


_INTERNAL = (Kind.TECHNICAL, Kind.INTEREST_GROUP, Kind.DEVELOPMENT_COMMITTEE, Kind.EDUCATION_GROUP)


def kinds_of(family: str) -> list[Kind]:
    """The kinds that a family has, in the order of the notes."""
    internal = family == Family.INTERNAL
    return [kind for kind in Kind if (kind in _INTERNAL) is internal]


def kind_said(kind: str) -> str:
    """A kind in words, for long lists: `get_kind_display` goes through all choices each time."""
    return str(Kind(kind).label) if kind in Kind else kind


@cache
def kind_words(kind: str) -> str:
    """The name of a kind in every language: what somebody searches for does not depend on who wrote the row."""
    if kind not in Kind:
        return ""
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(Kind(kind).label))
    return " ".join(said)


class Described(models.Model):
    """What a catalogue entry and somebody's own community both say of a community."""

    name = models.CharField(_("name"), max_length=200)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    field = models.CharField(_("field"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    about = models.TextField(pgettext_lazy("of a community", "about"), max_length=20_000, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=200, blank=True)
    membership_terms = models.TextField(_("governance and membership"), max_length=2_000, blank=True)
    certification = models.TextField(_("certification"), max_length=2_000, blank=True)
    licensing = models.TextField(_("licensing"), max_length=2_000, blank=True)
    represents = models.CharField(_("represents"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def kind_said(self) -> str:
        return kind_said(self.kind)

    def clean(self) -> None:
        super().clean()
        if self.family and self.kind and Kind(self.kind) not in kinds_of(self.family):
            raise ValidationError({"kind": _("This kind belongs to the other family of communities.")})
