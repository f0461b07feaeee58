"""Addresses that stand beside names in a list: e-mail addresses, and Telegram handles with an @ before them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from contacts.models import Channel
from contacts.models.channel import ChannelKind
from contacts.text import fold

# Bounded on purpose: a long line without an @ is looked through once.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
HANDLE = re.compile(r"(?<![\w.+@/-])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|[.-]\w)")
# What is said of somebody stands behind it.
AFTER = re.compile(r"\s[—–-]\s")
_LONGEST_EMAIL = 254


def addresses_in(text: str) -> tuple[str, ...]:
    """The first address of each kind in a text, as addresses are compared.

    A handle among the words behind a dash may be anybody's.
    """
    email, said = EMAIL.search(text), AFTER.split(EMAIL.sub(" ", text), maxsplit=1)
    if len(said) > 1 and any(char.isalpha() for char in HANDLE.sub(" ", said[1])):
        said = said[:1]
    handle = HANDLE.search(" ".join(said))
    found = (fold(email[0].strip(".")) if email else "", fold(handle[0]) if handle else "")
    return tuple(one for one in found if one)


def addresses_said(text: str) -> tuple[str, ...]:
    """The addresses that a text with blanks between them is, one of a kind; what is none is left out."""
    said = [one for one in text.split()[:10] if len(one) <= _LONGEST_EMAIL]
    return added((), (fold(one) for one in said if EMAIL.fullmatch(one) or HANDLE.fullmatch(one)))


KINDS = (ChannelKind.EMAIL, ChannelKind.TELEGRAM)


def kind_of(address: str) -> ChannelKind:
    return ChannelKind.TELEGRAM if address.startswith("@") else ChannelKind.EMAIL


def added(addresses: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """The addresses with those of others that are of another kind."""
    found = {kind_of(one): one for one in addresses}
    for one in more:
        found.setdefault(kind_of(one), one)
    return tuple(found.values())


def differ(addresses: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two people have different addresses of one kind, and none in common."""
    ours, theirs = {*addresses}, {*others}
    return not ours & theirs and bool({*map(kind_of, ours)} & {*map(kind_of, theirs)})


def channels_with(owner: AbstractBaseUser, addresses: Iterable[str]) -> QuerySet[Channel]:
    """The channels of an owner's people that are one of these addresses."""
    emails = [one for one in addresses if kind_of(one) == ChannelKind.EMAIL]
    handles = [one.removeprefix("@") for one in addresses if kind_of(one) == ChannelKind.TELEGRAM]
    asked = Q(kind=ChannelKind.EMAIL, value_folded__in=emails) | Q(kind=ChannelKind.TELEGRAM, value_folded__in=handles)
    return Channel.objects.for_owner(owner).filter(asked)


def address_of(channel: Channel) -> str:
    """A channel of one of these kinds as it is written here."""
    return f"@{channel.value_folded}" if channel.kind == ChannelKind.TELEGRAM else channel.value_folded
