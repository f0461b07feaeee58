"""Everything that points at one row is made to point at another, found through the models themselves.

The floors above are reached without being imported: Django knows who leans on whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import Q

from contacts.actions.journal import Journal, unique_sets, values_of
from contacts.columns import field_of
from contacts.finding.fields import NoteText
from contacts.merge_rule import MergeRule

Columns = tuple[str, ...]
Signature = tuple[Any, ...]


def move_links(journal: Journal, model: type[models.Model], gone: int, kept: int) -> None:
    """Make every row that leans on `gone` lean on `kept`; rows that may stand only once are united."""
    for holder, columns in holders(model).items():
        _Mover(journal, holder, columns, gone, kept, model).run()


def holders(model: type[models.Model]) -> dict[type[models.Model], Columns]:
    found: dict[type[models.Model], list[str]] = defaultdict(list)
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.auto_created:
            found[relation.related_model].append(relation.field.attname)
    return {holder: tuple(columns) for holder, columns in found.items()}


class _Mover:
    """The rows of one model."""

    def __init__(
        self,
        journal: Journal,
        model: type[models.Model],
        columns: Columns,
        gone: int,
        kept: int,
        target: type[models.Model],
    ) -> None:
        self.target = target
        self.journal, self.model, self.columns, self.gone, self.kept = journal, model, columns, gone, kept
        self.rule: MergeRule = getattr(model, "merge_rule", MergeRule())
        # Looked up once: there may be many thousand rows.
        self.ends = [self._column(name) for name in self.rule.of_two]
        self.distinct = [self._column(name) for name in self.rule.distinct]
        sets = [(names, [self._column(name) for name in names]) for names in unique_sets(model)]
        self.sets = [(names, found) for names, found in sets if {*found} & {*columns}]
        self.same = [*map(self._column, self.rule.same), *columns] if self.rule.same else []
        self.known: dict[Signature, list[models.Model]] = defaultdict(list)
        self.plain: dict[tuple[tuple[str, Any, Any], ...], list[int]] = defaultdict(list)

    def run(self) -> None:
        rows = [*self._touching(self.gone)]
        if not rows:
            return
        if self.rule.forgotten:
            for row in rows:
                self.journal.delete(row)
            return
        leaving = {row.pk for row in rows}
        for row in self._touching(self.kept):
            if row.pk not in leaving:
                for signature in self._signatures(row):
                    self.known[signature].append(row)
        for row in rows:
            self._move(row)
        for changes, pks in self.plain.items():
            self.journal.set(self.model, pks, {name: (before, after) for name, before, after in changes})

    def _touching(self, pk: int) -> models.QuerySet[models.Model]:
        anyhow = Q()
        for column in self.columns:
            anyhow |= Q(**{column: pk})
        return self.model._base_manager.filter(anyhow).order_by("pk")

    def _move(self, row: models.Model) -> None:
        before = {column: getattr(row, column) for column in self.columns}
        after = {column: self.kept if value == self.gone else value for column, value in before.items()}
        ends = self.ends
        if ends and after[ends[0]] == after[ends[1]]:
            self.journal.delete(row)
            return
        if self.rule.sorted_ends and after[ends[0]] > after[ends[1]]:
            after[ends[0]], after[ends[1]] = after[ends[1]], after[ends[0]]
        self._empty_repeated(before, after)
        if row.pk == self.kept and issubclass(self.model, self.target):
            # The one who stays leaned on the one who goes: nobody leans on themself.
            after = {column: None if value == self.kept else value for column, value in after.items()}
        signatures = self._signatures(row, after)
        if (standing := self._same_as(row, signatures)) is not None:
            self._unite(standing, row)
        else:
            changes = tuple((name, before[name], after[name]) for name in before if before[name] != after[name])
            self.plain[changes].append(row.pk)
            # Two that leaned on both people, each in its way, may come to say the same.
            for signature in signatures:
                if signature[0] != "same":
                    self.known[signature].append(row)

    def _column(self, name: str) -> str:
        return str(field_of(self.model, name).attname)

    def _empty_repeated(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Of links that were to the two and are now to one, the first in the rule's order stays."""
        if not {self.gone, self.kept} <= {*before.values()}:
            return
        seen = set()
        for column in self.distinct:
            if after[column] == self.kept and self.kept in seen:
                after[column] = None
            seen.add(after[column])

    def _signatures(self, row: models.Model, after: Mapping[str, Any] = MappingProxyType({})) -> list[Signature]:
        """What no other row may say as well, of a row as it stands or will stand `after`."""
        found: list[Signature] = []
        for names, columns in self.sets:
            values = tuple(after[one] if one in after else getattr(row, one) for one in columns)
            if None not in values:
                found.append((names, values))
        if self.same and getattr(row, "trash_id", None) is None:
            found.append(("same", tuple(after[one] if one in after else getattr(row, one) for one in self.same)))
        return found

    def _same_as(self, row: models.Model, signatures: list[Signature]) -> models.Model | None:
        for signature in signatures:
            for other in self.known[signature]:
                if signature[0] != "same" or self._agree(row, other):
                    return other
        return None

    def _agree(self, one: models.Model, other: models.Model) -> bool:
        said = [(getattr(one, name), getattr(other, name)) for name in self.rule.agreeing]
        return all(not mine or not theirs or mine == theirs for mine, theirs in said)

    def _unite(self, stays: models.Model, goes: models.Model) -> None:
        if not self.rule.keeps_own:
            before = values_of(stays)
            fill(stays, goes, without=self.columns)
            if values_of(stays) != before:
                self.journal.save(stays, before)
        move_links(self.journal, self.model, goes.pk, stays.pk)
        self.journal.delete(goes, into=stays)


def fill(stays: models.Model, goes: models.Model, *, without: Columns = ()) -> None:
    """Take over what only the other says: yes over no, something over nothing, both of two long texts."""
    for field in stays._meta.concrete_fields:
        if field.primary_key or not field.editable or field.attname in (*without, "owner_id"):
            continue
        mine, theirs = getattr(stays, field.attname), getattr(goes, field.attname)
        if isinstance(field, models.BooleanField):
            mine = mine or theirs
        elif isinstance(field, models.TextField) and not isinstance(field, NoteText):
            mine = both_texts(mine, theirs)[: field.max_length]
        elif mine in (None, ""):
            mine = theirs
        setattr(stays, field.attname, mine)


def both_texts(mine: str, theirs: str) -> str:
    """Two texts, one under the other; one alone when the other says nothing more."""
    if not theirs.strip() or theirs.strip() in mine:
        return mine
    return theirs if mine.strip() in theirs else f"{mine.rstrip()}\n\n{theirs.lstrip()}"
