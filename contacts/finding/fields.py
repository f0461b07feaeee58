"""Columns and lookups of finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models

from contacts.finding.full_text import name_of, vector_of
from contacts.finding.keys import channel_text, note_text
from contacts.finding.pieces import Wanted, as_fts5, as_tsquery
from contacts.text import clean_name, fold


class NoteText(models.TextField):  # type: ignore[type-arg]  # generic for the checker only
    """The stems of other fields' words, kept whenever the row is saved or made in bulk."""

    def __init__(self, *args: Any, sources: Sequence[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = self.kept(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, text)
        return text

    def kept(self, *texts: str) -> str:
        """What is kept for the texts of the sources."""
        return note_text(*texts)


class ChannelText(NoteText):
    """What a channel is found by, see `contacts.finding.keys.channel_text`; the source is one normalised value."""

    def kept(self, *texts: str) -> str:
        return channel_text(texts[0])


class Folded(models.CharField):  # type: ignore[type-arg]
    """Another field's text as `fold` sees it, kept whenever the row is saved or made in bulk: equal for equal words."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = self.kept(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, text)
        return text

    def kept(self, text: str) -> str:
        """What is kept for a text of the source."""
        return fold(clean_name(text))[: self.max_length]


@models.Field.register_lookup
class Has(models.Lookup[str]):
    """`text__has="x"`: the very characters occur in it. Several times quicker than LIKE, and the same everywhere."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        function = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{function}({left}, %s) > 0", (*left_params, self.rhs)


@models.Field.register_lookup
class Holds(models.Lookup[Any]):
    """`search_text__holds=…`: the pieces looked for stand in a kept text; answered from its full-text index.

    A text is what `contacts.finding.conditions.as_read` made of the pieces.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        table, column = self._kept()
        name, alias = name_of(table, column), compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{alias}.id IN (SELECT rowid FROM {name} WHERE {name} MATCH %s)", (_said(self.rhs, as_fts5),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        _table, column = self._kept()
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{vector_of(f'{alias}.{column}')} @@ %s::tsquery", (_said(self.rhs, as_tsquery),)

    def _kept(self) -> tuple[str, str]:
        field = self.lhs.target
        return field.model._meta.db_table, field.column


@models.Field.register_lookup
class HoldsInTurn(Holds):
    """The same, asked of each row in the order in which they are read: quicker for the first of very many.

    Where the database reckons what is quicker itself, it is left to it.
    """

    lookup_name = "holds_in_turn"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        held, values = super().as_sqlite(compiler, connection)
        return f"+{held}", values


def _said(wanted: Wanted | str, put: Callable[[Wanted], str]) -> str:
    return wanted if isinstance(wanted, str) else put(wanted)
