"""One spelling for a name in either alphabet: Пётр, Petr and Pyotr are all `petr`."""

from __future__ import annotations

import re
import unicodedata

from contacts.kept_words import kept

_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u"
_LETTERS: dict[int, str] = {
    ord(letter): latin.replace("_", "") for letter, latin in zip(_CYRILLIC.split(), _LATIN.split(), strict=True)
}
_LETTERS |= {ord("š"): "sh", ord("ś"): "sh", ord("č"): "ch", ord("ć"): "ch", ord("ž"): "zh", ord("ż"): "zh"}
# In this order. Both alphabets go through them, so that a rule may join what only one of them tells apart.
_RULES: list[tuple[str | re.Pattern[str], str]] = [
    (pattern if pattern.isalpha() else re.compile(pattern), to)
    for pattern, to in (
        (r"[’'`ʹ]", ""),
        (r"ts?ch", "ch"),
        (r"sh?ch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"c(?=[tklr])|^c(?=[aou])", "k"),
        (r"t[sz]", "c"),
        (r"[yj]o", "e"),
        (r"[yji]e", "e"),
        (r"[yj]", "i"),
        (r"ii+", "i"),
        (r"([scz]h)ov(a?)$", r"\1ev\2"),
    )
]


@kept(20_000)
def sound(word: str) -> str:
    """The spelling that all ways of writing a folded word share."""
    text = word
    if not word.isascii():
        plain = unicodedata.normalize("NFD", word.translate(_LETTERS))
        text = "".join(char for char in plain if not unicodedata.combining(char))
    for pattern, to in _RULES:
        text = text.replace(pattern, to) if isinstance(pattern, str) else pattern.sub(to, text)
    return text


def sounds(word: str) -> list[str]:
    """The same, and for a Latin J at the beginning what else it may stand for: Жанна, Джон."""
    variants = [word, f"zh{word[1:]}", f"dzh{word[1:]}"] if word.startswith("j") else [word]
    return [heard for one in variants if (heard := sound(one))]
