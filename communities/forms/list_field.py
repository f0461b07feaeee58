"""A pasted list of people in a form: who of them is known, by address first and by name then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.forms.list_addresses import addressed, has_others, is_myself, may_be, owner_of, owners_of
from communities.forms.list_beside import tell
from communities.forms.list_lines import left_out, said_left_out
from communities.forms.lists import Listed, parse_list
from communities.forms.names import GROUP, names_of
from contacts.doubles.many_names import likely_many
from contacts.forms.people import MOST_NAMES, PeopleField, Question, id_of, new_contact, resolve
from contacts.models import Contact
from contacts.text import fold, words

LONGEST_LIST = 30_000
LEFT_OUT = _("Your own name is left out.")


@dataclass(frozen=True)
class Found:
    """Somebody of a list, saved or new, and the addresses that they do not have yet."""

    contact: Contact
    addresses: tuple[str, ...] = ()


class PastedPeopleField(PeopleField):
    """A list of people, one a line; cleans to a list of Found. `left_out` are lines that say nobody, `myself` tells
    that I stood in it myself: I become nobody new."""

    left_out: list[str] = []
    myself = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST_LIST, **kwargs)

    @property
    def said_left_out(self) -> str:
        """Who and what is left out, in words; empty where all became somebody."""
        lines = said_left_out(self.left_out) if self.left_out else ""
        return " ".join(filter(None, [str(LEFT_OUT) if self.myself else "", lines]))

    def clean(self, value: Any) -> Any:
        text = forms.CharField.clean(self, value)
        if self.owner is None:
            raise TypeError("the form sets the owner of a PastedPeopleField")
        people, self.left_out = parse_list(text), left_out(text)
        if self.left_out and not people:
            raise ValidationError(said_left_out(self.left_out), code="nobody")
        if len(people) > MOST_NAMES:
            raise ValidationError(_("That is too many people for this field."), code="many")
        found = self._find(self.owner, people)
        if self.questions:
            raise ValidationError(_("Somebody with such a name is known already. Who is meant?"), code="ask")
        if self.myself and not found:
            raise ValidationError(LEFT_OUT, code="nobody")
        return found

    def _find(self, owner: AbstractBaseUser, people: list[Listed]) -> list[Found]:
        self.questions, self.myself = [], False
        by_address, again = owners_of(owner, people), _twice(people)
        unsure = [one for one in people if not owner_of(one, by_address) or self._said(_token(one, again))]
        by_name = self._by_name(owner, [one.name for one in unsure])
        # Of namesakes in the list each is asked about by the address beside the name.
        candidates = {fold(one.name): one.candidates for one in self.questions if fold(one.name) in again}
        self.questions = [one for one in self.questions if fold(one.name) not in again]
        taken = addressed([one for one in by_name.values() if one.pk])
        found: dict[object, Found] = {}
        for one in people:
            token, name = _token(one, again), fold(one.name)
            contact, known, said = by_name.get(one.name), owner_of(one, by_address), self._said(token)
            if said and name in again:
                contact = self._answered(owner, one, said)
            elif known and not said:
                contact = known
                if not may_be(one, contact):
                    self.questions.append(Question(token, [contact]))
                    continue
            elif name in candidates:
                self.questions.append(Question(token, candidates[name], differs=True))
                continue
            if contact is None:
                continue
            if contact.pk is None and is_myself(owner, one):
                self.myself = True
                continue
            fresh = tuple(address for address in one.addresses if address not in by_address)
            is_another = has_others(contact, fresh, taken) or (name in again and contact.pk)
            if not known and is_another and not said:
                # The same name, and another address than the known one: a namesake, or a second address?
                self.questions.append(Question(token, [contact], differs=True))
                continue
            # Two new namesakes with an address each are two people.
            if contact.pk is None and contact in (other.contact for other in found.values()):
                contact = new_contact(owner, one.name)
            if contact.pk is None:
                tell(contact, one.beside)
            key = contact.pk or id(contact)
            before = found[key].addresses if key in found else ()
            found[key] = Found(contact, tuple(dict.fromkeys((*before, *fresh))))
        return [*found.values()]

    def _answered(self, owner: AbstractBaseUser, one: Listed, said: str) -> Contact | None:
        """Who one of several namesakes is said to be."""
        number = id_of(said)
        if number is None:
            return new_contact(owner, one.name)
        contact = Contact.objects.for_owner(owner).filter(pk=number).first()
        if contact is None:
            raise ValidationError(_("There is no such person."), code="unknown")
        return contact

    def _said(self, token: str) -> str:
        return self.answers.get(f"is:{fold(token)}", "")

    def _by_name(self, owner: AbstractBaseUser, names: list[str]) -> dict[str, Contact]:
        """Who is meant by each name, a few queries for every twenty; what is unclear is left to ask."""
        names = [*dict.fromkeys(names)]
        meant: dict[str, Contact] = {}
        for start in range(0, len(names), GROUP):
            group = names[start : start + GROUP]
            found = resolve(owner, group, self.answers)
            self.questions += found.questions
            if found.unknown_ids:
                raise ValidationError(_("There is no such person."), code="unknown")
            by_id = {one.pk: one for one in found.contacts if one.pk}
            by_words = {said: one for one in found.contacts for said in names_of(one)}
            for name in group:
                number = id_of(self._said(name)) or id_of(name)
                contact = by_id.get(number) if number else by_words.get(frozenset(words(name)))
                if contact is not None:
                    meant[name] = contact
        self._ask_about_likely(owner, meant)
        return meant

    def _ask_about_likely(self, owner: AbstractBaseUser, meant: dict[str, Contact]) -> None:
        """Ask of new people whether they are somebody whose name is nearly theirs, unless that is said."""
        new = [(name, one) for name, one in meant.items() if one.pk is None and not self._said(name)]
        new = [(name, one) for name, one in new if not is_myself(owner, Listed(name))]
        for (name, _one), likely in zip(new, likely_many(owner, [one for _name, one in new]), strict=True):
            if likely:
                self.questions.append(Question(name, likely, differs=True))
                del meant[name]


def _twice(people: list[Listed]) -> set[str]:
    """The names that stand in a list more than once: with an address each, as doubles are gone."""
    number = Counter(fold(one.name) for one in people)
    return {name for name, times in number.items() if times > 1}


def _token(one: Listed, again: set[str]) -> str:
    """What a person of a list is asked about as: the name, and of namesakes the address too."""
    return " ".join([one.name, *one.addresses]) if fold(one.name) in again else one.name
