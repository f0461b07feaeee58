"""In which encoding a file is written, found by its bytes."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Russian text is mostly small letters: where an encoding puts them tells windows-1251 from KOI8-R.
_SMALL_1251 = frozenset(range(0xE0, 0x100))
_SMALL_KOI8 = frozenset(range(0xC0, 0xE0))
LOOKED_AT = 65536


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; every file is some text, wrong bytes become replacement marks."""
    for bom, codec, said in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace"), said
    if codec := _bare_utf16(data[:LOOKED_AT]):
        return data.decode(codec, "replace"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as wrong:
        if wrong.start >= len(data) - 3 and wrong.end == len(data):
            return data.decode("utf-8", "replace"), "UTF-8"
    return eight_bit(data)


def eight_bit(data: bytes) -> tuple[str, str]:
    """A text that is not UTF-8: windows-1251 or KOI8-R, by where its small letters stand."""
    high = [byte for byte in data[: LOOKED_AT * 4] if byte >= 0xC0][:LOOKED_AT]
    koi8 = sum(byte in _SMALL_KOI8 for byte in high) > sum(byte in _SMALL_1251 for byte in high)
    codec, said = ("koi8-r", "KOI8-R") if koi8 else ("cp1251", "windows-1251")
    return data.decode(codec, "replace"), said


def _bare_utf16(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if half >= 8 and max(even, odd) > half * 0.4 and min(even, odd) < half * 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""
