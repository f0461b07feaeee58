from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, ClassVar, Self

import phonenumbers
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.finding.fields import ChannelText
from contacts.merge_rule import MergeRule
from contacts.models.contact import Contact
from contacts.owned import AnyUser, Owned, OwnedQuerySet
from contacts.text import clean_name, fold


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", "Telegram"
    VK = "vk", _("VK")
    LINKEDIN = "linkedin", "LinkedIn"
    SLACK = "slack", "Slack"
    DISCORD = "discord", "Discord"
    DZEN = "dzen", _("Dzen")
    GITHUB = "github", "GitHub"
    WHATSAPP = "whatsapp", "WhatsApp"
    WEBSITE = "website", _("Website")
    OTHER = "other", _("Other")


# Where a handle of a kind lives; the handle follows.
_HOMES = {
    ChannelKind.TELEGRAM: ("t.me/", "telegram.me/"),
    ChannelKind.VK: ("vk.com/", "vk.ru/", "m.vk.com/"),
    ChannelKind.LINKEDIN: ("linkedin.com/in/", "linkedin.com/company/"),
    ChannelKind.GITHUB: ("github.com/",),
    ChannelKind.DZEN: ("dzen.ru/",),
}


_ICONS = {
    ChannelKind.PHONE: "phone",
    ChannelKind.EMAIL: "mail",
    ChannelKind.TELEGRAM: "brand-telegram",
    ChannelKind.VK: "brand-vk",
    ChannelKind.LINKEDIN: "brand-linkedin",
    ChannelKind.SLACK: "brand-slack",
    ChannelKind.DISCORD: "brand-discord",
    ChannelKind.DZEN: "news",
    ChannelKind.GITHUB: "brand-github",
    ChannelKind.WHATSAPP: "brand-whatsapp",
    ChannelKind.WEBSITE: "world",
    ChannelKind.OTHER: "link",
}


_MOBILE = re.compile(r"(?:\+7|8)[ -]?\(?(9[0-9]{2})\)?[ -]?([0-9]{3})[ -]?([0-9]{2})[ -]?([0-9]{2})")
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_LONGEST = 300


def normalise(kind: str, value: str) -> str:
    """What two spellings of one address share: E.164 for a phone, a lower-case handle or address for the rest."""
    # What is too long for an address is not worth keeping.
    return _kept(kind, value) if len(value) <= _LONGEST else _normalised(kind, value)


def _normalised(kind: str, value: str) -> str:
    value = fold(clean_name(value))
    if kind in (ChannelKind.PHONE, ChannelKind.WHATSAPP):
        return _e164(value)[:_LONGEST]
    bare = value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    for home in _HOMES.get(ChannelKind(kind), ()):
        bare = bare.removeprefix(home)
    return (bare.split("?")[0].removeprefix("@") if kind in _HOMES else bare)[:_LONGEST]


_kept = lru_cache(maxsize=20_000)(_normalised)


def _e164(value: str) -> str:
    # What most people write here, without the library's search through its tables.
    if own := _MOBILE.fullmatch(value):
        return "+7" + "".join(own.groups())
    try:
        number = phonenumbers.parse(value, "RU")
    except phonenumbers.NumberParseException:
        return "".join(char for char in value if char.isdigit() or char == "+")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _as_typed(address: str) -> str:
    """The link that somebody wrote: an invitation differs by its capitals, a page by what is asked of it."""
    return address if _SCHEME.match(address) else f"https://{address}"


def _without_home(kind: ChannelKind, value: str) -> str:
    bare = _SCHEME.sub("", clean_name(value)).rstrip("/")
    for home in _HOMES[kind]:
        if fold(bare).startswith(home):
            bare = bare[len(home) :]
    return bare.lstrip("@")


def _telegram(bare: str) -> str:
    """A link that opens the application: of a name, a number, or what a link of theirs leads to."""
    if re.fullmatch(r"\w+", bare, re.ASCII):
        return f"tg://resolve?domain={bare}"
    digits = re.sub(r"[\s()-]", "", bare)
    if re.fullmatch(r"\+\d{5,}", digits):
        return f"tg://resolve?phone={digits[1:]}"
    return f"https://t.me/{bare}" if bare else ""


class ChannelQuerySet(OwnedQuerySet["Channel"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)


class Channel(Owned):
    """A way to reach a person: as typed, and normalised for matching."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="channels", related_query_name="channel"
    )
    kind = models.CharField(_("channel"), max_length=20, choices=ChannelKind.choices)
    value = models.CharField(_("address or number"), max_length=300)
    value_folded = models.CharField(max_length=300, editable=False)
    find_text = ChannelText(sources=["value_folded"])
    label = models.CharField(_("label"), max_length=60, blank=True)
    preferred = models.BooleanField(_("preferred"), default=False)
    merge_rule: ClassVar = MergeRule(same=("kind", "value_folded"))

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["-preferred", "pk"]
        verbose_name = _("channel")
        indexes = [models.Index(fields=["owner", "value_folded"], name="channel_by_value")]

    def __str__(self) -> str:
        return self.value

    @property
    def icon(self) -> str:
        """The name of the icon in the sprite."""
        return _ICONS[ChannelKind(self.kind)]

    @property
    def href(self) -> str:
        """Where a tap on the channel leads, or an empty string."""
        bare = self.value_folded
        match self.kind:
            case ChannelKind.PHONE:
                return f"tel:{bare}"
            case ChannelKind.EMAIL:
                return f"mailto:{bare}"
            case ChannelKind.WHATSAPP:
                return f"https://wa.me/{bare.removeprefix('+')}"
            case ChannelKind.TELEGRAM:
                return _telegram(_without_home(ChannelKind.TELEGRAM, self.value))
            case ChannelKind.VK | ChannelKind.LINKEDIN | ChannelKind.GITHUB | ChannelKind.DZEN:
                typed = clean_name(self.value)
                return _as_typed(typed) if "/" in typed else f"https://{_HOMES[ChannelKind(self.kind)][0]}{bare}"
            case ChannelKind.WEBSITE:
                return _as_typed(clean_name(self.value))
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.value_folded = normalise(self.kind, self.value)
        super().save(*args, **kwargs)
