"""Queries whose SQL is made once for all owners and days: for small ones Django takes longer to write it than the
database to answer.

`@prepared` stands before a function that makes a query set. Its positional arguments (an owner, days, moments, numbers,
texts, short lists of ids) are what changes from call to call; its keyword arguments are part of what the SQL is made
from. A text stands in the query as it is: a pattern around it is made by whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, partial, update_wrapper
from typing import Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

Found = TypeVar("Found")
Reading = Callable[[Sequence[Any]], Any]
# A kind of argument; a list of ids is one with its length, because the SQL has a place for each.
Kind = tuple[type, int]
# So many shapes of one query are kept, those used last: of some there are as many as people find ways to ask.
SHAPES = 256
# Beyond it SQLite takes no number.
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class _Made:
    """SQL with the place of each value: the number of an argument, or a value that is always the same."""

    sql: str
    values: tuple[tuple[int | None, Any], ...]
    converters: tuple[tuple[int, Sequence[Any], Any], ...]
    read: Reading


class Prepared(Generic[Found]):
    """A query of one shape; called, it answers with what its query set would hold."""

    def __init__(self, build: Callable[..., QuerySet[Any, Found]]) -> None:
        self.build = build
        self._made = lru_cache(maxsize=SHAPES)(partial(_make, build))
        update_wrapper(self, build)

    def __call__(self, *values: Any, **shape: Any) -> list[Found]:
        made = self._of(values, shape)
        if made is None:
            return []
        rows: Sequence[Sequence[Any]] = _rows(made.sql, made, values)
        if made.converters:
            rows = [_converted(row, made.converters) for row in rows]
        return [*map(made.read, rows)]

    def one_or_404(self, owner: AbstractBaseUser, pk: int, *values: Any) -> Found:
        """The row with an id, by a query that takes its owner and the id first; raises Http404 where there is none."""
        found = self(owner, pk, *values) if pk <= _LARGEST_ID else []
        if not found:
            raise Http404
        return found[0]

    def count(self, *values: Any, **shape: Any) -> int:
        """How many it would answer with."""
        made = self._of(values, shape)
        if made is None:
            return 0
        return int(_rows(f"SELECT COUNT(*) FROM ({made.sql}) AS counted", made, values)[0][0])  # noqa: S608  # our own SQL

    def _of(self, values: tuple[Any, ...], shape: dict[str, Any]) -> _Made | None:
        return self._made(tuple(map(_kind, values)), tuple(sorted(shape.items())), connection.vendor)


def prepared(build: Callable[..., QuerySet[Any, Found]]) -> Prepared[Found]:
    return Prepared(build)


def _rows(sql: str, made: _Made, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    given = [_adapted(one) for value in values for one in (value if isinstance(value, list) else [value])]
    with connection.cursor() as cursor:
        cursor.execute(sql, [given[place] if place is not None else fixed for place, fixed in made.values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _make(
    build: Callable[..., QuerySet[Any, Any]], kinds: tuple[Kind, ...], shape: tuple[tuple[str, Any], ...], vendor: str
) -> _Made | None:
    """Make the SQL with values that stand for the arguments, and see where they come out; None: it can find nothing.

    Raises TypeError when one does not come out as it went in: a query that depends on more than its value would be
    wrong for the next one.
    """
    stand_ins = [_stand_in(kind, number) for number, kind in enumerate(kinds)]
    flat = [one for value in stand_ins for one in (value if isinstance(value, list) else [value])]
    places = {_adapted(value): number for number, value in enumerate(flat)}
    queryset = build(*stand_ins, **dict(shape))
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    values = tuple((places[one], None) if _known(one, places) else (None, one) for one in params)
    if {place for place, _fixed in values if place is not None} != set(places.values()):
        raise TypeError(f"{build.__qualname__}: every positional argument must stand in the query as it is.")
    found = compiler.get_converters([expression for expression, *_rest in compiler.select])
    return _Made(sql, values, tuple((place, *pair) for place, pair in found.items()), _reading(queryset, compiler))


def _reading(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Reading:
    """What makes of a row what the query set would make of it: a tuple, or an object with those beside it."""
    if issubclass(queryset._iterable_class, ValuesListIterable):
        return tuple
    info = compiler.klass_info
    if not issubclass(queryset._iterable_class, ModelIterable) or info is None or queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # as prefetch_related keeps them
        raise TypeError("Only objects and values_list can be prepared, without prefetch_related.")
    new = _objects(info, compiler.select)
    added = list((compiler.annotation_col_map or {}).items())
    if not added:
        return new

    def read(row: Sequence[Any]) -> Any:
        made = new(row)
        for name, place in added:
            setattr(made, name, row[place])
        return made

    return read


def _objects(info: Mapping[str, Any], select: Sequence[Any]) -> Reading:
    """What makes of a row an object with those beside it, as the compiler says where they stand; None where is none."""
    model, fields = info["model"], info["select_fields"]
    begin, end = fields[0], fields[-1] + 1
    names = [expression.target.attname for expression, *_rest in select[begin:end]]
    key, new = begin + names.index(model._meta.pk.attname), _maker(model, names)
    beside = [
        (_objects(one, select), one["local_setter"], one["remote_setter"])
        for one in info.get("related_klass_infos", ())
    ]

    def read(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        made = new(row[begin:end])
        for other, keep, keep_back in beside:
            found = other(row)
            keep(made, found)
            if found is not None:
                keep_back(found, made)
        return made

    return read


def _maker(model: type[Model], names: list[str]) -> Reading:
    """What `from_db` does; of a model that has no say in it, without asking every column whether it was read."""
    told = pre_init.has_listeners(model) or post_init.has_listeners(model)
    if told or model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]  # a method of the class
        return partial(model.from_db, DEFAULT_DB_ALIAS, frozenset(names))

    def new(values: Sequence[Any]) -> Model:
        made = model.__new__(model)
        made.__dict__.update(zip(names, values, strict=True))
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        return made

    return new


def _kind(value: Any) -> Kind:
    """What an argument is; a request's user says so of itself although it is fetched only when asked."""
    if isinstance(value, list):
        return list, len(value)
    for kind in (AbstractBaseUser, datetime, date, int, str):
        if isinstance(value, kind):
            return kind, 1
    raise TypeError(f"A query is prepared for owners, days, moments, numbers, texts and ids, not for {type(value)}.")


def _stand_in(kind: Kind, number: int) -> Any:
    """A value of a kind that no row has."""
    what, how_many = kind
    if what is list:
        return [-1_000_000 * (number + 1) - place for place in range(how_many)]
    if what is AbstractBaseUser:
        return get_user_model()(pk=-1000 - number)
    if what is str:
        return f"\x1f{number}\x1f"
    if what is datetime:
        return datetime(9000 + number, 7, 19, 3, 4, 5, tzinfo=UTC)
    return date(9000 + number, 7, 19) if what is date else -1000 - number


def _known(value: Any, places: dict[Any, int]) -> bool:
    return isinstance(value, int | str | date) and not isinstance(value, bool) and value in places


def _adapted(value: Any) -> Any:
    """A value as this database is given it."""
    if isinstance(value, AbstractBaseUser):
        return value.pk
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Sequence[Any], Any]]) -> Sequence[Any]:
    found = list(row)
    for place, through, expression in converters:
        for convert in through:
            found[place] = convert(found[place], expression, connection)
    return found
