"""What a column of a table means, told by its name: Google, Outlook, LinkedIn, or a table of one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMES = {
    "given_name": ("first name", "given name", "имя"),
    "patronymic": ("middle name", "additional name", "отчество"),
    "family_name": ("last name", "family name", "surname", "фамилия"),
    "full_name": ("name", "full name", "display name", "фио", "ф.и.о.", "полное имя", "имя и фамилия",
                  "имя фамилия", "фамилия имя", "фамилия и имя", "фамилия имя отчество", "как зовут", "контакт",
                  "contact"),
    "nickname": ("nickname", "ник", "псевдоним", "прозвище"),
    "company": ("company", "organization name", "organization 1 - name", "organization", "организация", "компания",
                "место работы", "где работает"),
    "position": ("job title", "position", "organization title", "organization 1 - title", "должность",
                 "профессия", "кем работает"),
    "department": ("department", "organization department", "organization 1 - department", "отдел"),
    "city": ("city", "город", "address 1 - city", "home city", "business city", "other city", "город (раб. адрес)",
             "город (дом. адрес)"),
    "note": ("notes", "note", "comment", "comments", "about", "заметки", "заметка", "комментарий", "о себе",
             "примечание", "примечания", "remarks"),
    "birthday": ("birthday", "date of birth", "день рождения", "дата рождения", "др"),
    "anniversary": ("anniversary", "годовщина"),
    "met_on": ("connected on", "met on", "дата знакомства", "познакомились"),
    "how_met": ("how met", "how we met", "как познакомились"),
    "tags": ("labels", "group membership", "categories", "tags", "groups", "категории", "метки", "теги", "группы"),
    "telegram": ("telegram", "телеграм", "телеграмм", "тг", "tg"),
    "vk": ("vk", "вк", "вконтакте"), "linkedin": ("linkedin",),
    "github": ("github",), "whatsapp": ("whatsapp", "ватсап"),
    "website": ("web page", "website", "url", "site", "веб-страница", "сайт"),
}  # fmt: skip
_KNOWN = {name: meaning for meaning, names in _NAMES.items() for name in names}
_NUMBERED = (
    (re.compile(r"e-mail \d+ - value"), "email"),
    (re.compile(r"phone \d+ - value"), "phone"),
    (re.compile(r"website \d+ - value"), "website"),
    (re.compile(r"event \d+ - value"), "event"),
    (
        re.compile(r"(?:e-?mail(?: \d)?(?: address)?|адрес(?: \d)? эл\. почты|(?:эл\. ?)?почта|электронная почта)"),
        "email",
    ),
    (re.compile(r".*\b(?:fax|факс)\b.*"), "fax"),
    (re.compile(r"(?:.*assistant.*|.*помощник.*)"), ""),
    (re.compile(r"(?:.*\bphone\b(?: \d)?|phone number|mobile|.*телефон.*)"), "phone"),
)
LOOKED_INTO = 20
_LOOKS = (
    ("email", re.compile(r"[^\s@]{1,100}@[^\s@]{1,100}")),
    ("phone", re.compile(r"\+?[\d(][\d ()-]{6,20}")),
    ("full_name", re.compile(r"[^\W\d_][\w.’'-]{0,40}(?: [^\W\d_][\w.’'-]{0,40}){1,3}")),
)
MEANINGS = (*_NAMES, "email", "phone", "fax", "event")
_LABELS = (("mobile", "mobile"), ("перенос", "mobile"), ("моб", "mobile"), ("home", "home"), ("дом", "home"),
           ("work", "work"), ("business", "work"), ("раб", "work"))  # fmt: skip


def meaning(column: str) -> str:
    """The field that a column fills, or an empty string."""
    name = " ".join(column.replace("\ufeff", "").split()).casefold()
    if name in _KNOWN:
        return _KNOWN[name]
    return next((said for pattern, said in _NUMBERED if pattern.fullmatch(name)), "")


def guess(fields: list[str], rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """The fields of columns whose names say too little, by what stands in their first rows."""
    found = [*fields]
    for place, field in enumerate(fields):
        cells = [row[place].strip() for _line, row in rows[:LOOKED_INTO] if len(row) > place and row[place].strip()]
        for meant, looks in _LOOKS:
            if not field and cells and meant not in found and all(looks.fullmatch(cell) for cell in cells):
                found[place] = meant
                break
    return found


def label(said: str) -> str:
    """A label of ours for what a column or a label of Google says: work, home, mobile, else its own words."""
    text = said.strip().lstrip("* ").strip()
    return next((ours for mark, ours in _LABELS if mark in text.casefold()), "")


def format_of(header: list[str]) -> str:
    """Whose table it is."""
    names = {" ".join(name.split()).casefold() for name in header}
    if "connected on" in names and "url" in names:
        return "linkedin"
    if "e-mail 1 - value" in names or "phone 1 - value" in names:
        return "google_csv"
    if {"e-mail address", "first name"} <= names or "адрес эл. почты" in names:
        return "outlook_csv"
    return "table"
