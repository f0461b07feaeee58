"""All the ways to reach a person in one text field, a line each; the kind is read from the address itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise
from contacts.text import clean_name, fold

MOST_CHANNELS = 30
_PREFIX = re.compile(r"^\s*([^\W\d_]+)\s*:\s*(?!//)(.+)$")
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
    return ChannelKind.WEBSITE if re.search(r"\.\w{2,}", bare) else ChannelKind.OTHER


def read_channel(line: str) -> tuple[ChannelKind, str]:
    """The kind and the address of one line, such as `Slack: anna` or `+7 916 000-00-00`."""
    match = _PREFIX.match(line)
    if match:
        said = fold(match[1])
        for kind in ChannelKind:
            if said in (kind.value, fold(str(kind.label))):
                return kind, clean_name(match[2])
    return guess_kind(line), clean_name(line)


def write_channel(channel: Channel) -> str:
    """The line that `read_channel` reads back to the same."""
    if guess_kind(channel.value) == channel.kind:
        return channel.value
    return f"{channel.get_kind_display()}: {channel.value}"


class ChannelsField(forms.CharField):
    """Cleans to a list of (kind, value) without repetitions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=8_000, **kwargs)

    def clean(self, value: Any) -> Any:
        read = [read_channel(line) for line in self.lines(value)]
        found = {(kind, normalise(kind, address)): (kind, address) for kind, address in read}
        self.check(found.values())
        return list(found.values())

    def lines(self, value: Any) -> list[str]:
        """What was typed, an address a line."""
        return [line for line in re.split(r"[\n,;]", super().clean(value)) if line.strip()]

    def check(self, found: Iterable[tuple[ChannelKind, str]]) -> None:
        """Raise ValidationError for too many, or for an address that cannot be one."""
        addresses = [*found]
        if len(addresses) > MOST_CHANNELS:
            raise ValidationError(_("That is too many channels for one person."), code="many")
        wrong: list[ValidationError] = []
        for kind, address in addresses:
            try:
                check_address(kind, address)
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)


def check_address(kind: ChannelKind, address: str) -> None:
    """Raise ValidationError for an address that cannot be one of its kind."""
    if len(address) > 300:
        raise ValidationError(_("The address is too long: %(address)s…"), params={"address": address[:30]})
    if kind == ChannelKind.EMAIL:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("Not an e-mail: %(address)s"), params={"address": address}) from None
    if kind == ChannelKind.PHONE and not 5 <= sum(char.isdigit() for char in address) <= 16:
        raise ValidationError(_("Not a phone number: %(address)s"), params={"address": address})
