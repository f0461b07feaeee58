"""Cells that a spreadsheet would take for formulas, made harmless and brought back without loss."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE = "'"


def harmless(value: str) -> str:
    """A cell that no spreadsheet carries out: an apostrophe stands before what would begin a formula."""
    return _QUOTE + value if value.startswith((*_FORMULA, _QUOTE)) else value


def bare(cell: str) -> str:
    """The value of a cell, whether `harmless` made it or somebody typed it."""
    return cell[1:] if cell.startswith(_QUOTE) and cell[1:].startswith((*_FORMULA, _QUOTE)) else cell
