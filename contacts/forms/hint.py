"""While somebody is still being typed: whom on the list it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from contacts.doubles.before_saving import Likely, likely_doubles
from contacts.forms.channels import MOST_CHANNELS
from contacts.forms.people import resolve
from contacts.forms.ways import read_way
from contacts.models import Contact
from contacts.models.channel import normalise
from contacts.text import clean_name

_TYPED = ("given_name", "family_name", "patronymic", "nickname", "company")
# Of a long list of names only the last ones are being typed.
MOST_NAMES = 5
MOST_SHOWN = 3


def hints_for(owner: AbstractBaseUser, typed: Mapping[str, str]) -> list[Likely]:
    """At most three likely doubles of a half-filled form; nothing where what is typed cannot be read."""
    try:
        drafts = _named(owner, typed["who"]) if "who" in typed else [_draft(owner, typed)]
        channels = _channels(typed.get("channels_text", ""))
        found = {one.contact.pk: one for draft in drafts for one in likely_doubles(owner, draft, channels)}
    except ValidationError:
        return []
    return sorted(found.values(), key=lambda one: -one.likeness.score)[:MOST_SHOWN]


def _draft(owner: AbstractBaseUser, typed: Mapping[str, str]) -> Contact:
    said = {name: clean_name(typed.get(name, "")[:200]) for name in _TYPED}
    return Contact(owner_id=owner.pk, **said)


def _named(owner: AbstractBaseUser, who: str) -> list[Contact]:
    """The people of a field of names who would be new."""
    names = [clean_name(name) for name in re.split(r"[,;\n]", who[-1000:])]
    found = resolve(owner, [name for name in names if name][-MOST_NAMES:])
    return [one for one in found.contacts if one.pk is None]


def _channels(text: str) -> list[tuple[str, str]]:
    lines = [line for line in re.split(r"[\n,;]", text[:8000]) if line.strip()]
    read = [read_way(line) for line in lines[:MOST_CHANNELS]]
    return [(str(kind), normalise(kind, value)) for kind, value, *_rest in read]
