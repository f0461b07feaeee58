"""What is looked for among the pieces that are kept beside a row, in the words of either database's index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

# No index takes words without end; what is kept and what is looked for are cut alike.
LONGEST = 100


@dataclass(frozen=True)
class Piece:
    """A piece as it stands in a kept text; with `begins`, any piece that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class AnyOf:
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class AllOf:
    wanted: tuple[Wanted, ...]


Wanted: TypeAlias = Piece | AnyOf | AllOf


def any_of(wanted: Iterable[Wanted]) -> AnyOf:
    return AnyOf(tuple(wanted))


def all_of(wanted: Iterable[Wanted]) -> AllOf:
    return AllOf(tuple(wanted))


def as_fts5(wanted: Wanted) -> str:
    """The expression of SQLite's full-text index."""
    match wanted:
        case Piece():
            quoted = wanted.text[:LONGEST].replace('"', '""')
            return f'"{quoted}"{"*" if wanted.begins else ""}'
        case AnyOf():
            return f"({' OR '.join(map(as_fts5, wanted.wanted))})"
        case AllOf():
            return f"({' AND '.join(map(as_fts5, wanted.wanted))})"


def as_tsquery(wanted: Wanted) -> str:
    """The expression of PostgreSQL's full-text index."""
    match wanted:
        case Piece():
            quoted = wanted.text[:LONGEST].replace("\\", "\\\\").replace("'", "''")
            return f"'{quoted}'{':*' if wanted.begins else ''}"
        case AnyOf():
            return f"({' | '.join(map(as_tsquery, wanted.wanted))})"
        case AllOf():
            return f"({' & '.join(map(as_tsquery, wanted.wanted))})"
