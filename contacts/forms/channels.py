"""All the ways to reach a person in one text field, a line each; the kind is read from the address itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise
from contacts.text import clean_name, fold

MOST_CHANNELS = 30
_PREFIX = re.compile(r"^\s*([^\W\d_]+(?:[ -][^\W\d_]+){0,2})\s*:\s*(?!//)(.+)$")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOTTED = rf"(?:{_LABEL}\.)+[^\W\d_][\w-]*[^\W_]\.?"
_REST = r"(?::\d{1,5})?(?:[/?#].*)?"
_WEBSITE = re.compile(
    rf"(?:{_DOTTED}|https?://(?:[^\s/?#@]+@)?(?:{_DOTTED}|{_LABEL}(?:\.{_LABEL})*|\[[\da-f:.]+\])){_REST}",
    re.IGNORECASE,
)
_HOSTS = {
    "t.me": ChannelKind.TELEGRAM,
    "telegram.me": ChannelKind.TELEGRAM,
    "vk.com": ChannelKind.VK,
    "vk.ru": ChannelKind.VK,
    "linkedin.com": ChannelKind.LINKEDIN,
    "github.com": ChannelKind.GITHUB,
    "dzen.ru": ChannelKind.DZEN,
    "wa.me": ChannelKind.WHATSAPP,
}


# What people call a kind beside its name.
_CALLED = {
    ChannelKind.TELEGRAM: "телега тг телеграм телеграмм tg",
    ChannelKind.EMAIL: "почта мейл мыло имейл емейл email mail",
    ChannelKind.PHONE: "тел моб мобильный tel mobile cell",
    ChannelKind.VK: "вк вконтакте",
    ChannelKind.LINKEDIN: "линкедин",
    ChannelKind.SLACK: "слак слэк",
    ChannelKind.DISCORD: "дискорд",
    ChannelKind.GITHUB: "гитхаб",
    ChannelKind.WHATSAPP: "ватсап вотсап вацап",
    ChannelKind.WEBSITE: "сайт site web",
}
# What people call a place, whatever its kind: the address that follows says that.
_PLACE_WORDS = """
рассылка чат канал группа сообщество страница форум блог бот mailto
list chat channel group community page forum blog bot
"""
_PLACES_CALLED = frozenset(_PLACE_WORDS.split())
_KINDS_CALLED = {fold(word): kind for kind, words in _CALLED.items() for word in words.split()}


def guess_kind(value: str) -> ChannelKind:
    """The kind that an address shows by its form."""
    bare = fold(value).removeprefix("https://").removeprefix("http://").removeprefix("www.")
    if bare.split("/")[0] in _HOSTS:
        return _HOSTS[bare.split("/")[0]]
    if bare.startswith("@"):
        return ChannelKind.TELEGRAM
    if "@" in bare:
        return ChannelKind.EMAIL
    if re.fullmatch(r"[+\d][\d\s().-]{4,}", bare):
        return ChannelKind.PHONE
    return ChannelKind.WEBSITE if is_website(value) else ChannelKind.OTHER


def is_website(address: str) -> bool:
    """Whether something can be the address of a page; after http:// a host inside a company needs no dot."""
    return bool(_WEBSITE.fullmatch(clean_name(address)))


def read_channel(line: str) -> tuple[ChannelKind, str]:
    """The kind and the address of one line, such as `Slack: anna` or `+7 916 000-00-00`."""
    match = _PREFIX.match(line)
    if match:
        said = fold(match[1])
        known = (kind for kind in ChannelKind if said in (kind.value, fold(str(kind.label))))
        if kind := next(known, None) or _KINDS_CALLED.get(said) or _kind_of_place(said, match[2]):
            return kind, _one_at(clean_name(match[2]))
        return ChannelKind.OTHER, clean_name(line)
    return guess_kind(line), _one_at(clean_name(line))


def _kind_of_place(said: str, address: str) -> ChannelKind | None:
    """The kind of what follows a word such as “chat”; None where that shows none."""
    kind = guess_kind(address) if _PLACES_CALLED & {*said.split()} else ChannelKind.OTHER
    return kind if kind != ChannelKind.OTHER else None


def _one_at(address: str) -> str:
    return f"@{address.lstrip('@')}" if address.startswith("@@") else address


def write_channel(channel: Channel) -> str:
    """The line that `read_channel` reads back to the same."""
    if read_channel(channel.value) == (channel.kind, channel.value):
        return channel.value
    return f"{channel.get_kind_display()}: {channel.value}"


class ChannelsField(forms.CharField):
    """Cleans to a list of (kind, value) without repetitions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=8_000, **kwargs)
        # The lines of what is kept already: whatever came in by another way hinders no other change.
        self.stood = ""

    def clean(self, value: Any) -> Any:
        read = [read_channel(line) for line in self.lines(value)]
        found = {(kind, normalise(kind, address)): (kind, address) for kind, address in read}
        self.check(found.values())
        return list(found.values())

    def lines(self, value: Any) -> list[str]:
        """What was typed, an address a line."""
        return [line for line in re.split(r"[\n,;]", super().clean(value)) if line.strip()]

    def check(self, found: Iterable[tuple[ChannelKind, str]]) -> None:
        """Raise ValidationError for too many, or for an address that is new and cannot be one."""
        addresses, stood = [*found], self.keys_of(self.stood)
        if len(addresses) > MOST_CHANNELS:
            raise ValidationError(_("That is too many channels for one person."), code="many")
        wrong: list[ValidationError] = []
        for kind, address in addresses:
            if (kind, normalise(kind, address)) in stood:
                continue
            try:
                check_address(kind, address)
                check_website(kind, address)
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)

    def keys_of(self, text: str) -> set[tuple[ChannelKind, str]]:
        """What the lines of a text are known by."""
        return {(kind, normalise(kind, address)) for kind, address in map(read_channel, text.split("\n"))}


def check_website(kind: ChannelKind, address: str) -> None:
    """Raise ValidationError for a website that is none: of what somebody types, while a table may bring what it has."""
    if kind == ChannelKind.WEBSITE and not is_website(address):
        raise ValidationError(_("Not the address of a website: %(address)s"), params={"address": address})


def check_address(kind: ChannelKind, address: str) -> None:
    """Raise ValidationError for an address that cannot be one of its kind."""
    if len(address) > 300:
        raise ValidationError(_("The address is too long: %(address)s…"), params={"address": address[:30]})
    if kind == ChannelKind.EMAIL:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("Not an e-mail: %(address)s"), params={"address": address}) from None
    if kind == ChannelKind.PHONE and not _may_be_phone(address):
        raise ValidationError(_("Not a phone number: %(address)s"), params={"address": address})


def _may_be_phone(address: str) -> bool:
    """Whether it is as long as a number is: of its country where that is said, while one inside a company is short."""
    if not 5 <= sum(char.isdigit() for char in address) <= 16:
        return False
    if not address.startswith("+"):
        return True
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(address, None))
    except phonenumbers.NumberParseException:
        return False
