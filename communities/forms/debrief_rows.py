"""The rows of a debrief: one for each person, as it is sent back by the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.actions.debrief import Met
from communities.forms.list_addresses import who_is_listed
from communities.forms.list_beside import LONGEST, joined, newcomer
from communities.forms.lists import Listed
from communities.forms.names import LONGEST_NAME, Meant, parse_names
from communities.list_addresses import added, addresses_said
from contacts.actions.interactions import PromiseMade
from contacts.forms.mentions import resolved
from contacts.forms.people import MOST_NAMES, id_of
from contacts.models import Contact, Promise
from contacts.text import clean_text, fold

_LONGEST = {"note": 20_000, "promise": 500}
_TOKEN = re.compile(r"^[A-Za-z0-9]{1,40}$")


@dataclass
class Row:
    """One person of a debrief. `who` is `id:12`, or the name of somebody who has no row yet."""

    token: str
    who: str
    addresses: tuple[str, ...] = ()
    # What a list said beside the name of somebody new.
    beside: str = ""
    # The addresses and promises of other rows that turned out to be the same person.
    also: list[str] = field(default_factory=list)
    promised: list[PromiseMade] = field(default_factory=list)
    contact: Contact | None = None
    candidates: list[Contact] = field(default_factory=list)
    answer: str = ""
    by_name: bool = False
    # The address came just now, to who stood in the list before.
    addressed: bool = False
    came: bool = True
    talked: bool = False
    note: str = ""
    promise: str = ""
    due: str = ""
    due_on: date | None = None
    # The promise that the field shows, by its number, 0 for none; a draft of before does not say.
    promise_id: int | None = None
    # What tells the words and the day that the field showed from those of now.
    seen: str = ""
    # All that I promised in the talk that is recorded, the first one first.
    recorded: list[Promise] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.contact.name if self.contact else self.who

    @property
    def asks(self) -> bool:
        """Whether the name may be somebody known, and nobody has said who."""
        return bool(self.candidates) and self.contact is None and self.answer != "new"

    @property
    def in_question(self) -> str:
        """The field of the row in which something is to be answered or put right; empty where all is well."""
        if self.asks or "who" in self.errors:
            return f"is-{self.token}" if self.candidates else f"came-{self.token}"
        wrong = next((name for name in ("talked", "note", "promise", "due") if name in self.errors), "")
        return wrong and f"{wrong}-{self.token}"

    @property
    def other_promises(self) -> list[Promise]:
        """What I promised in the recorded talk beside the promise that is open in the field."""
        return [one for one in self.recorded if one.pk != self.promise_id or not one.is_open]

    def person(self, owner: AbstractBaseUser) -> Contact:
        return self.contact or newcomer(owner, self.who, self.beside)

    def met(self, owner: AbstractBaseUser) -> Met:
        """What the debrief is to write down of this person."""
        return Met(
            contact=self.person(owner),
            came=self.came,
            talked=self.talked,
            note=self.note,
            promise=self.promise,
            due_on=self.due_on,
            promise_id=self.promise_id or 0,
            promised=tuple(self.promised),
            addresses=(*self.addresses, *self.also),
        )

    def takes(self, addresses: tuple[str, ...]) -> bool:
        """Keep the addresses that came beside the name of who stands here; whether they are news."""
        had, self.addresses = self.addresses, added(self.addresses, addresses)
        return self.addresses != had

    def add_up(self, other: Row) -> None:
        """Take in all that stands in another row of the same person; the same words again are said once."""
        self.came, self.talked = self.came or other.came, self.talked or other.talked
        if other.note not in self.note:
            self.note = "\n\n".join(filter(None, (self.note, other.note)))
        self.takes(other.addresses)
        self.beside = self.beside or other.beside
        self.also += [one for one in other.addresses if one not in self.addresses]
        shown, more = PromiseMade(self.promise, self.due_on), PromiseMade(other.promise, other.due_on)
        if other.promise_id and not self.promise_id:
            self.promise_id, shown, more = other.promise_id, more, shown
        found: dict[str, PromiseMade] = {}
        for one in (shown, *self.promised, more):
            same = found.get(fold(one.text), one)
            found[fold(one.text)] = PromiseMade(same.text, one.due_on or same.due_on)
        # What was cleared in the field of a recorded promise stays cleared, whatever else was promised.
        made = [one for one in found.values() if one.text or (self.promise_id and one.text == shown.text)]
        first, *self.promised = made or [PromiseMade("")]
        self.promise, self.due_on = first.text, first.due_on

    def means(self, meant: Meant) -> None:
        self.contact, self.candidates = meant.contact, meant.candidates
        if meant.contact:
            self.who = f"id:{meant.contact.pk}"
        if meant.unknown:
            self.errors["who"] = _("There is no such person.")


def read_rows(owner: AbstractBaseUser, data: QueryDict, day: date) -> list[Row]:
    """The rows that the browser sent; what is wrong with one stands in its `errors`."""
    tokens = list(dict.fromkeys(token for token in data.getlist("row") if _TOKEN.match(token)))[: MOST_NAMES + 1]
    rows = [row for row in (_read_row(token, data, day) for token in tokens) if row.who]
    # An answered question is settled; an answer that is neither a person nor "new" leaves it open.
    asked = [row for row in rows if row.answer != "new"]
    people = [Listed(row.answer) if id_of(row.answer) is not None else Listed(row.who, row.addresses) for row in asked]
    for row, meant in zip(asked, who_is_listed(owner, people), strict=True):
        row.means(meant)
    return rows


def resolve_rows(owner: AbstractBaseUser, rows: list[Row]) -> None:
    """Make sure who is mentioned in the notes and the promises; three queries at most for all of them."""
    texts = [(row, name) for row in rows for name in ("note", "promise") if "@" in getattr(row, name)]
    found = resolved(owner, [getattr(row, name) for row, name in texts])
    for (row, name), text in zip(texts, found, strict=True):
        if len(text) <= _LONGEST[name]:
            setattr(row, name, text)


def _read_row(token: str, data: QueryDict, day: date) -> Row:
    who = data.get(f"who-{token}", "").strip()
    row = Row(token=token, who=who if id_of(who) is not None else next(iter(parse_names(who)), ""))
    row.who = row.who[:LONGEST_NAME]
    row.by_name = id_of(row.who) is None
    # A draft that was kept before there were handles has an e-mail address here.
    row.addresses = addresses_said(data.get(f"addresses-{token}") or data.get(f"email-{token}", ""))
    row.answer = data.get(f"is-{token}", "") if row.by_name else ""
    row.beside = joined([_text(row, "beside", data.get(f"beside-{token}", ""), LONGEST)]) if row.by_name else ""
    row.talked = f"talked-{token}" in data
    row.came = f"came-{token}" in data or row.talked
    row.note = _text(row, "note", data.get(f"note-{token}", ""), _LONGEST["note"])
    row.promise = _text(row, "promise", data.get(f"promise-{token}", ""), _LONGEST["promise"])
    row.promise_id, row.seen = _number(data.get(f"promised-{token}")), data.get(f"seen-{token}", "")
    row.due = data.get(f"due-{token}", "").strip()[:40]
    wrong = _read_due(row, day)
    if row.talked:
        row.errors |= wrong
    return row


def _number(said: str | None) -> int | None:
    """The number that a field holds; 0 where it holds none, None where there is no such field."""
    if said is None:
        return None
    return int(said) if said.isdecimal() and len(said) < 19 else 0


def _text(row: Row, name: str, value: str, longest: int) -> str:
    try:
        text = clean_text(value)
    except ValidationError as error:
        row.errors[name] = error.messages[0]
        return ""
    if len(text) > longest:
        row.errors[name] = _("This is too long: at most %(most)d characters.") % {"most": longest}
    return text


def _read_due(row: Row, day: date) -> dict[str, str]:
    """Read until when a promise is to be kept; returns what is wrong with it, by field."""
    try:
        row.due_on = forms.DateField(required=False).clean(row.due)
    except ValidationError as error:
        return {"due": error.messages[0]}
    wrong = {}
    if row.due_on and row.due_on < day:
        wrong["due"] = _("This is before the day when it was promised.")
    if row.due_on and not row.promise:
        wrong["promise"] = _("Say what was promised.")
    return wrong
