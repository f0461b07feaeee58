"""People mentioned in a text field: `@` and a name, typed by hand or taken from the suggestions under the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from contacts.addresses import address_lazy
from contacts.forms.people import Known, people_like
from contacts.mentions.tokens import TOKEN, led_elsewhere, mentioned_ids, token
from contacts.models import Contact, Merge
from contacts.text import words

_WORD = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"
# An address or somebody's handle on a site goes on with a dot, a digit or a line, and is no name.
_TYPED = re.compile(rf"(?<![\w@/.])@({_WORD}(?: {_WORD}){{0,2}})(?!\w|[.@/-]\w)")
MOST_TYPED = 150


def mention_attrs() -> dict[str, Any]:
    """What a text field takes for the suggestions to come as `@` is typed."""
    return {"data-mentions": address_lazy("contacts:suggest")}


class MentionArea(forms.Textarea):
    """A text area in which people can be mentioned."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**mention_attrs(), **(attrs or {})})


class MentionInput(forms.TextInput):
    """One line in which people can be mentioned."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**mention_attrs(), **(attrs or {})})


def resolve_mentions(form: forms.BaseForm, owner: AbstractBaseUser, names: Iterable[str]) -> None:
    """In these cleaned texts of a form, make sure who is mentioned; a text that would grow too long stays as typed."""
    texts = {name: form.cleaned_data.get(name) for name in names}
    found = {name: text for name, text in texts.items() if isinstance(text, str) and "@" in text}
    for name, text in zip(found, resolved(owner, [*found.values()]), strict=True):
        longest = getattr(form.fields[name], "max_length", None)
        if longest is None or len(text) <= longest:
            form.cleaned_data[name] = text


def resolved(owner: AbstractBaseUser, texts: list[str]) -> list[str]:
    """The texts with every typed name that means exactly one person as a mention of them; at most three queries.

    A mention of nobody of the owner's becomes words, one of somebody who was merged leads to who stayed.
    """
    typed = [*dict.fromkeys(said for text in texts for said in _typed_names(text))][:MOST_TYPED]
    names = _Names({*typed}, Known(people_like(owner, typed)))
    ids = {one for text in texts for one in mentioned_ids(text)}
    led = _led(owner, ids) if ids else {}
    return [_with_names(_checked(text, led), names) for text in texts]


def _led(owner: AbstractBaseUser, ids: set[int]) -> dict[int, int]:
    """Where each id leads: to itself, to the person who was joined with it, or nowhere."""
    led = {pk: pk for pk in Contact.objects.filter(owner=owner.pk, pk__in=ids).values_list("pk", flat=True)}
    if lost := ids - {*led}:
        joined = Merge.objects.for_owner(owner).filter(gone_pk__in=lost, undone_at=None)
        kept = dict(joined.values_list("gone_pk", "kept_pk"))
        there = {*Contact.objects.filter(owner=owner.pk, pk__in=kept.values()).values_list("pk", flat=True)}
        led |= {gone: pk for gone, pk in kept.items() if pk in there}
    return led


def _checked(text: str, led: dict[int, int]) -> str:
    people = {*led.values()}
    return TOKEN.sub(lambda found: found[0] if int(found[2]) in people else f"@{found[1]}", led_elsewhere(text, led))


def _typed_names(text: str) -> Iterator[str]:
    for found in _TYPED.finditer(TOKEN.sub(" ", text)):
        yield from _beginnings(found[1])


def _beginnings(name: str) -> list[str]:
    """Three words, two, one: the name may go on for so long, and then comes the rest of the sentence."""
    parts = name.split(" ")
    return [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _with_names(text: str, names: _Names) -> str:
    parts, end = [], 0
    for found in TOKEN.finditer(text):
        parts += [_TYPED.sub(lambda one: _mention(one, names), text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _TYPED.sub(lambda one: _mention(one, names), text[end:])])


@dataclass(frozen=True)
class _Names:
    """Names that were looked up, and everybody whom any of them may mean."""

    asked: set[str]
    known: Known


def _mention(found: re.Match[str], names: _Names) -> str:
    known = names.known
    for name in _beginnings(found[1]):
        said = frozenset(words(name))
        if name not in names.asked or (" " not in name and name.isascii()):
            break  # one too many, or likely a handle on some site
        people = known.same(said) or known.close(said)
        if len(people) == 1:
            return token(people[0].name, people[0].pk) + found[1][len(name) :]
        if people:
            break  # two may be meant: nobody is guessed
    return found[0]
