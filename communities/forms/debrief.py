from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from communities.actions.debrief import Debriefed, record_debrief
from communities.forms.debrief_circle import TICK, circle_of, listed, tick, to_be_ticked
from communities.forms.debrief_list import rows_for_list
from communities.forms.debrief_merging import merged
from communities.forms.debrief_promises import ask_about_reworded, refuse_to_change_ended, tell_recorded
from communities.forms.debrief_recorded import (
    first_recorded,
    recorded_people,
    recorded_rows,
    refuse_to_lose,
    stale_people,
)
from communities.forms.debrief_rows import Row, read_rows, resolve_rows
from communities.forms.list_lines import left_out, said_left_out
from communities.forms.lists import Listed, parse_list
from communities.models import DebriefDraft, Event
from contacts.forms.mentions import MentionArea
from contacts.forms.numbers import FractionField
from contacts.forms.owned import OwnedForm
from contacts.forms.people import MOST_NAMES
from contacts.forms.refused import Place

# As many of the people recorded stand in the form at once; the others come when they are asked for, or named.
SHOWN = 20


def _names(data: QueryDict) -> str:
    return data.get("names", "")[:20_000]


def _listed(data: QueryDict) -> list[Listed]:
    return parse_list(_names(data))[:MOST_NAMES]


class DebriefForm(OwnedForm[Event]):
    """The one screen after an event: my own facts of it, and a row for each person."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    # The mark of the draft that this form goes on with.
    goes_on = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    names = forms.CharField(
        label=_("Who else was there? Paste a list or begin a name"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    knowledge = forms.TypedChoiceField(
        label=_("How much did I learn?"),
        choices=[*((str(mark), str(mark)) for mark in range(1, 6)), ("", _("no rating"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Event
        fields = ["my_role", "knowledge", "took_away", "hours", "cost"]
        widgets = {"took_away": MentionArea({"rows": 3})}
        field_classes = {"hours": FractionField, "cost": FractionField}

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Event,
        owner: AbstractBaseUser,
        now: datetime | None = None,
        draft: DebriefDraft | None = None,
    ) -> None:
        super().__init__(data, instance=instance, owner=owner)
        self.now = now or timezone.now()
        self.day: date = timezone.localtime(instance.starts).date()
        self.initial["key"] = uuid.uuid4()
        # What stands in the typed list and says nobody, in words.
        lines = left_out(_names(data)) if data is not None else []
        self.left_out = said_left_out(lines) if lines else ""
        self.fresh: list[Row] = []
        # How many stand in the list only because they may have come.
        self.offered = 0
        # Those who stood in the list, were named, and are there by that.
        self.marked: list[Row] = []
        # Whether I stood in the list myself.
        self.myself = False
        # Those whose address came with a list just now.
        self.addressed: list[Row] = []
        self.draft = draft if data is None else None
        self.initial["goes_on"] = self.draft.mark if self.draft else ""
        if data is None and draft:
            self.rows = self._with_names(draft)
            self.rows += recorded_rows(instance, self._not_shown()[:SHOWN])
        elif data is None:
            self.rows, self.rest = first_recorded(instance, SHOWN)
        if data is None:
            self.rows = self.rows or self._offered()
            return
        self.rows = self._read(data)
        self.fresh = self._added(_listed(data), self.rows)
        if "everybody" in data:
            # Nobody of these is named: whose tick was taken away stays without it.
            here = [*self.rows, *self.fresh]
            self.fresh += self._of_list(listed(self.members), here)[0]
            if data["everybody"] == TICK:
                self.marked += tick(self.rows, self.members)
        if "rest" in data:
            shown = {row.contact.pk for row in self.fresh if row.contact}
            self.fresh += recorded_rows(instance, [pk for pk in self._not_shown() if pk not in shown])
        self.rows += self.fresh

    def _offered(self) -> list[Row]:
        rows = [] if self.draft else to_be_ticked(self.instance, self.owner, self.members)
        self.offered = len(rows)
        return rows

    @cached_property
    def recorded(self) -> list[int]:
        """Everybody of whom something is recorded at the event."""
        return recorded_people(self.instance)

    def _read(self, data: QueryDict) -> list[Row]:
        rows = read_rows(self.owner, data, self.day)
        tell_recorded(self.instance, rows)
        return rows

    def _not_shown(self) -> list[int]:
        shown = {row.contact.pk for row in self.rows if row.contact}
        return [pk for pk in self.recorded if pk not in shown]

    @cached_property
    def rest(self) -> int:
        """How many of those recorded do not stand in the form: they stay as they are."""
        return len(self._not_shown())

    def _added(self, people: list[Listed], rows: list[Row]) -> list[Row]:
        """Rows for a typed list; who stands in the list already is marked there."""
        fresh, listed = self._of_list(people, rows)
        for row in listed:
            if not row.came:
                row.came = True
                self.marked.append(row)
        self.addressed = [row for row in rows if row.addressed]
        return fresh

    def _of_list(self, people: list[Listed], rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """New rows, and those listed; who is recorded at the event comes with what is recorded, and was there."""
        fresh, listed, myself = rows_for_list(self.owner, people, rows)
        self.myself = self.myself or myself
        named = {row.contact.pk for row in fresh if row.contact}
        known = {}
        for row in recorded_rows(self.instance, [pk for pk in self.recorded if pk in named] if named else []):
            row.came = True
            known[row.who] = row
        for row in fresh:
            if row.who in known:
                known[row.who].takes(row.addresses)
        return [known.get(row.who, row) for row in fresh], listed

    @cached_property
    def members(self) -> list[int]:
        """Those of the community who are offered as a whole."""
        return circle_of(self.instance, self.owner, self.day, timezone.localtime(self.now).date())

    @property
    def missing(self) -> int:
        """How many of them do not stand in the list yet."""
        shown = {row.contact.pk for row in self.rows if row.contact}
        return len({*self.members} - shown)

    def _with_names(self, draft: DebriefDraft) -> list[Row]:
        """What was typed before; people who came onto the list since stand below."""
        typed = QueryDict(mutable=True)
        for name, values in draft.fields.items():
            typed.setlist(name, values)
        # The version is that of then, so that what was changed elsewhere since is shown and not overwritten.
        for name in ("version", "my_role", "knowledge", "took_away", "hours", "cost"):
            if name in typed:
                self.initial[name] = self.fields[name].initial = typed[name]
        rows = self._read(typed)
        return rows + self._added(_listed(typed), rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.day > timezone.localtime(self.now).date():
            self.add_error(None, _("The event has not begun yet."))
        if len(self.rows) > MOST_NAMES:
            self.add_error(None, _("That is too many people for one event."))
        if any(row.asks for row in self.rows):
            self.add_error(None, _("Some names may be people whom you know. Say who is meant."))
        refuse_to_change_ended(self.rows)
        ask_about_reworded(self.rows)
        refuse_to_lose(self.instance, [*self._recorded_of_named(), *self.rows])
        resolve_rows(self.owner, self.rows)
        if any(row.errors for row in self.rows):
            self.add_error(None, _("Look at the people marked below."))
        return data

    @property
    def to_answer(self) -> list[Place]:
        """The rows that the form came back for, each by its field."""
        return [Place(at, row.name) for row in self.rows if (at := row.in_question)]

    def _recorded_of_named(self) -> list[Row]:
        """What is recorded of people who were told by name in the form while their own row does not stand in it."""
        tokens = {row.token for row in self.rows}
        named = {row.contact.pk for row in self.rows if row.contact and row.by_name}
        hidden = [pk for pk in self.recorded if pk in named and f"c{pk}" not in tokens] if named else []
        return recorded_rows(self.instance, hidden)

    def show_stale(self) -> None:
        super().show_stale()
        self.stale_rows += stale_people(self.instance, self.rows)

    def save_debrief(self) -> Debriefed:
        """Write all of it down in one transaction; raises AlreadyDone and StaleVersion."""
        rows = merged([*self._recorded_of_named(), *self.rows])
        return record_debrief(
            owner=self.owner,
            event=self.instance,
            met=[row.met(self.owner) for row in rows],
            day=self.day,
            now=self.now,
            version=self.cleaned_data["version"] or 0,
            key=self.cleaned_data["key"],
            goes_on=self.cleaned_data["goes_on"],
            typed=dict(cast(QueryDict, self.data).lists()),
        )
