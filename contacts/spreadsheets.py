"""Tables that open well in a spreadsheet: its encoding, its separators, and no cell that it takes for a formula."""

from __future__ import annotations

SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
# Says to spreadsheets that the text is UTF-8.
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text of a cell; what a spreadsheet would work out stands behind an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_meant(cell: str) -> str:
    """The opposite of `harmless`, for tables that come back."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
