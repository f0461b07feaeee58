"""People named in a text field: `Анна Петрова #12` from the picker, or a name as typed, new or known.

The same rules serve the quick log, the debrief and every field that asks "who".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from contacts.finding.name_order import is_family_first, is_patronymic
from contacts.finding.pieces import Piece, all_of, any_of
from contacts.models import Contact, Merge
from contacts.text import clean_name, fold, words

MOST_NAMES = 300
# `#12` after a name, or `id:12` alone, says which person is meant beyond doubt.
_TOKEN = re.compile(r"(?:^id:|(?:^|\s)#)(\d{1,18})$")


@dataclass
class Question:
    """A name that may be somebody already known: the form asks, and the answer comes back under `key`."""

    name: str
    candidates: list[Contact]
    # The one known by that name has another address.
    differs: bool = False

    @property
    def key(self) -> str:
        return f"is:{fold(self.name)}"

    @property
    def at(self) -> str:
        """The id of the first answer on the page; ids hold no spaces."""
        return re.sub(r"\s", "_", self.key)

    @property
    def offers_first(self) -> bool:
        """Whether the first is likely enough to be meant: not among namesakes, whom only the user can tell apart."""
        return not self.differs and len({one.full_name for one in self.candidates}) == len(self.candidates)


@dataclass
class Resolution:
    """Who was meant: known people, unsaved ones for unknown names, and what is left to ask."""

    contacts: list[Contact] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unknown_ids: list[str] = field(default_factory=list)

    def add(self, contact: Contact) -> None:
        if contact.pk is None or contact.pk not in {known.pk for known in self.contacts}:
            self.contacts.append(contact)


def id_of(token: str) -> int | None:
    """The person that `id:12` or `Анна #12` says beyond doubt."""
    match = _TOKEN.search(token)
    return int(match[1]) if match else None


def token_of(contact: Contact) -> str:
    """How a saved person is written into a text field of people."""
    return f"{re.sub(r'[,;#]', ' ', contact.name).strip()} #{contact.pk}" if contact.pk else contact.full_name


def split_name(name: str) -> dict[str, str]:
    """Name parts as people type them: given, family; or given, patronymic, family; or family, given, patronymic.

    Two words are family and given where only the second is a known given name.
    """
    parts = clean_name(name).split(" ")
    if len(parts) == 1:
        return {"given_name": parts[0][:100]}
    if len(parts) == 2 and is_family_first(*parts):
        parts.reverse()
    if len(parts) == 3 and is_patronymic(parts[2]):
        return {"family_name": parts[0][:100], "given_name": parts[1][:100], "patronymic": parts[2][:100]}
    if len(parts) == 3 and is_patronymic(parts[1]):
        return {"given_name": parts[0][:100], "patronymic": parts[1][:100], "family_name": parts[2][:100]}
    return {"given_name": parts[0][:100], "family_name": " ".join(parts[1:])[:100]}


def new_contact(owner: AbstractBaseUser, name: str) -> Contact:
    """An unsaved person for a name that nobody has yet."""
    return Contact(owner_id=owner.pk, **split_name(name))


def resolve(owner: AbstractBaseUser, tokens: Iterable[str], answers: Mapping[str, str] | None = None) -> Resolution:
    """Find who is meant by each token; a few queries, whatever their number.

    A name is somebody known when its words are exactly theirs, in any order. A name whose words are
    only part of somebody's ("Анна") is asked about, unless `answers` already says `id:12` or `new`.
    """
    answers = answers or {}
    result, names, ids = Resolution(), [], []
    wanted = [answers.get(f"is:{fold(token)}", token) for token in tokens]
    fresh = {fold(token) for token in tokens if answers.get(f"is:{fold(token)}") == "new"}
    for original, token in zip(tokens, wanted, strict=True):
        if (number := id_of(token)) is not None:
            ids.append(number)
        elif fold(original) not in fresh:
            names.append(original)
    by_id = _by_id(owner, ids)
    known = Known(people_like(owner, names))
    for original, token in zip(tokens, wanted, strict=True):
        number = id_of(token)
        if number in by_id:
            result.add(by_id[number])
        elif number is not None:
            result.unknown_ids.append(token)
        elif fold(original) in fresh:
            result.add(new_contact(owner, original))
        else:
            _match_name(result, owner, original, known)
    return result


def _by_id(owner: AbstractBaseUser, ids: list[int]) -> dict[int, Contact]:
    """Saved people; the id of somebody who was merged away is as good as that of the one they are now."""
    people = Contact.objects.for_owner(owner)
    found = people.in_bulk(ids)
    if missing := [pk for pk in ids if pk not in found]:
        moved = Merge.objects.for_owner(owner).survivors(missing)
        now = people.in_bulk([*moved.values()])
        found |= {pk: now[here] for pk, here in moved.items() if here in now}
    return found


def people_like(owner: AbstractBaseUser, names: list[str]) -> list[Contact]:
    """People of whom any name could be, archived ones included."""
    said = [all_of(Piece(word, begins=True) for word in found) for name in names if (found := words(name))]
    return list(Contact.objects.for_owner(owner).filter(search_text__holds=any_of(said))) if said else []


class Known:
    """People whose names could be meant, each with the words of their names, read once."""

    def __init__(self, people: Iterable[Contact]) -> None:
        self.people = [(one, *_words_of(one)) for one in people]

    def same(self, said: frozenset[str]) -> list[Contact]:
        return [one for one, exact, _every in self.people if said in exact]

    def close(self, said: frozenset[str]) -> list[Contact]:
        return [one for one, _exact, every in self.people if said < every]


def _words_of(contact: Contact) -> tuple[set[frozenset[str]], frozenset[str]]:
    """The sets of words that each name the person fully, and all the words of their names."""
    full = [contact.name, contact.full_name, contact.nickname]
    return {frozenset(words(one)) for one in full if one}, frozenset(words(" ".join(full)))


def _match_name(result: Resolution, owner: AbstractBaseUser, name: str, known: Known) -> None:
    said = frozenset(words(name))
    if not said:
        return
    same = known.same(said)
    if len(same) == 1:
        result.add(same[0])
    elif close := same or known.close(said):
        result.questions.append(Question(name, close[:8]))
    elif not any(fold(name) == fold(one.name) for one in result.contacts if one.pk is None):
        result.add(new_contact(owner, name))


class PeopleInput(forms.TextInput):
    """A text input that the picker turns into chips; it reads well without the picker too."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        tokens = [token.strip() for token in re.split(r"[,;\n]", str(value or "")) if token.strip()]
        items = [{"value": token, "text": re.sub(r"\s*#\d+$", "", token)} for token in tokens]
        context["widget"]["attrs"]["data-picker-items"] = json.dumps(items, ensure_ascii=False)
        return context


class PeopleField(forms.CharField):
    """Several people in one text input, with commas; cleans to a list of saved and unsaved contacts.

    The form sets `owner`, and after validation reads `questions` to show.
    """

    def __init__(self, *, single: bool = False, **kwargs: Any) -> None:
        attrs = {
            "data-picker": "",
            "data-picker-url": reverse_lazy("contacts:suggest"),
            "data-picker-create": "",
            "autocomplete": "off",
            **({"data-picker-single": ""} if single else {}),
        }
        kwargs.setdefault("widget", PeopleInput(attrs=attrs))
        kwargs.setdefault("max_length", 5_000)
        super().__init__(**kwargs)
        self.single = single
        self.owner: AbstractBaseUser | None = None
        self.answers: Mapping[str, str] = {}
        self.questions: list[Question] = []

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What was answered to questions that are not asked any more, to be sent again with the form."""
        asked = {one.key for one in self.questions}
        said = [(key, self.answers[key]) for key in self.answers if key.startswith("is:") and key not in asked]
        return [(key, answer) for key, answer in said if answer == "new" or id_of(answer)]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Contact):
            return token_of(value)
        if isinstance(value, list | tuple):
            return ", ".join(token_of(one) for one in value)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if self.owner is None:
            raise TypeError("the form sets the owner of a PeopleField")
        tokens = [clean_name(token) for token in re.split(r"[,;\n]", text)]
        tokens = list(dict.fromkeys(token for token in tokens if token))
        if len(tokens) > (1 if self.single else MOST_NAMES):
            raise ValidationError(_("That is too many people for this field."), code="many")
        found = resolve(self.owner, tokens, self.answers)
        self.questions = found.questions
        if found.unknown_ids:
            raise ValidationError(_("There is no such person."), code="unknown")
        if found.questions:
            raise ValidationError(_("Somebody with such a name is known already. Who is meant?"), code="ask")
        if self.single:
            return found.contacts[0] if found.contacts else None
        return found.contacts
