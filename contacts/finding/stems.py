"""Words without their endings: «Анны», «Анне», «Анной» are all «анн»; «встречи» and «встреча» are one word."""

from __future__ import annotations

import re

from snowballstemmer import stemmer

from contacts.kept_words import kept

_RUSSIAN = re.compile("[а-я]")
_russian, _english = stemmer("russian"), stemmer("english")
_TEXT = (
    "ами ями ией иею ием ьей ьею ого его ому ему еем ей ой ою ею ом ем ам ям ах ях ым им ую юю ая яя ый ий ия ии ию "
    "ие ея ее ые ых их ья ьи ье ью а я ы и е у ю о ь й"
)
_ENDINGS = sorted(_TEXT.split(), key=len, reverse=True)
# Vowels that come and go: Павел, Павла; Лев, Льва.
_FLEETING = {"павл": "павел", "льв": "лев"}


def is_cyrillic(word: str) -> bool:
    return not word.isascii() and _RUSSIAN.search(word) is not None


@kept(20_000)
def name_stem(word: str) -> str:
    """What all cases of a folded name share; two different names have one stem only by rare chance.

    A general stemmer joins too little here (Сергей, Сергея) and elsewhere too much.
    """
    if not is_cyrillic(word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            rest = word.removesuffix(ending)
            return _FLEETING.get(rest, rest)
    return word


@kept(20_000)
def stem(word: str) -> str:
    """The stem of a folded word of a text, by its alphabet."""
    return str((_russian if is_cyrillic(word) else _english).stemWord(word))
