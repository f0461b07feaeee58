"""Queries whose SQL is made once for all owners and days: for small ones Django takes longer to write it than the
database to answer.

`@prepared` stands before a function that makes a query set of values. Its positional arguments (an owner, days,
numbers) are what changes from call to call; its keyword arguments are part of what the SQL is made from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import QuerySet

Build = Callable[..., QuerySet[Any, Any]]


@dataclass(frozen=True)
class _Made:
    """SQL with the place of each value: the number of an argument, or a value that is always the same."""

    sql: str
    values: tuple[tuple[int | None, Any], ...]
    converters: tuple[tuple[int, Sequence[Any], Any], ...]


class Prepared:
    """A query of one shape; called, it answers with the rows as tuples."""

    def __init__(self, build: Build) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, *values: Any, **shape: Any) -> list[tuple[Any, ...]]:
        kinds = tuple(_kind(value) for value in values)
        made = _made(self.build, kinds, tuple(sorted(shape.items())), connection.vendor)
        bound = [_adapted(values[place]) if place is not None else fixed for place, fixed in made.values]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, bound)
            return [_converted(row, made.converters) for row in cursor.fetchall()]


prepared = Prepared


@lru_cache(maxsize=256)
def _made(build: Build, kinds: tuple[type, ...], shape: tuple[tuple[str, Any], ...], vendor: str) -> _Made:
    """Make the SQL with values that stand for the arguments, and see where they come out.

    Raises TypeError when one does not come out as it went in: a query that depends on more than its value would be
    wrong for the next one.
    """
    stand_ins = [_stand_in(kind, number) for number, kind in enumerate(kinds)]
    places = {_adapted(value): number for number, value in enumerate(stand_ins)}
    compiler = build(*stand_ins, **dict(shape)).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    values = tuple((places[one], None) if _known(one, places) else (None, one) for one in params)
    if {place for place, _fixed in values if place is not None} != set(places.values()):
        raise TypeError(f"{build.__qualname__}: every positional argument must stand in the query as it is.")
    found = compiler.get_converters([expression for expression, *_rest in compiler.select])
    return _Made(sql, values, tuple((place, *pair) for place, pair in found.items()))


def _kind(value: Any) -> type:
    """What an argument is; a request's user says so of itself although it is fetched only when asked."""
    for kind in (AbstractBaseUser, date, int):
        if isinstance(value, kind) and not isinstance(value, datetime):
            return kind
    raise TypeError(f"a query is prepared for owners, days and numbers, not for {type(value)}")


def _stand_in(kind: type, number: int) -> Any:
    """A value of a kind that no row has."""
    if kind is AbstractBaseUser:
        return get_user_model()(pk=-1000 - number)
    return date(9000 + number, 7, 19) if kind is date else -1000 - number


def _known(value: Any, places: dict[Any, int]) -> bool:
    return isinstance(value, int | str | date) and not isinstance(value, bool) and value in places


def _adapted(value: Any) -> Any:
    """A value as this database is given it."""
    if isinstance(value, AbstractBaseUser):
        return value.pk
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Sequence[Any], Any]]) -> tuple[Any, ...]:
    if not converters:
        return tuple(row)
    found = list(row)
    for place, through, expression in converters:
        for convert in through:
            found[place] = convert(found[place], expression, connection)
    return tuple(found)
