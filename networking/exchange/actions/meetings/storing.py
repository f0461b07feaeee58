"""An event of a file made fit to be stored, and as a row keeps it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from contacts.text import clean_name, clean_text
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Invited, Meeting, Turn

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LENGTHS = {"title": 300, "place": 300, "link": 500, "note": 20_000}
TEXTS = {"title": "name", "place": "place", "link": "link", "note": "about"}


def tidy(meeting: Meeting, problems: list[Problem]) -> Meeting:
    """The same event, changed in place; what had to be cut is added to the problems."""
    for name in _LENGTHS:
        text = getattr(meeting, name)
        if len(text) > _LENGTHS[name] and name != "link":
            problems.append(Problem(Trouble.TOO_LONG, meeting.line, text[:40], error=False))
        setattr(meeting, name, _fit(name, text))
        for turn in meeting.turns:
            setattr(turn, name, _fit(name, getattr(turn, name)))
    for one in meeting.invited:
        one.email, one.name = _fit("title", one.email), _fit("title", one.name)
    meeting.title = meeting.title or meeting.place or meeting.turns[0].title or "…"
    return meeting


def _fit(name: str, text: str) -> str:
    text = (clean_text if name == "note" else clean_name)(_UNSTORABLE.sub("", text))
    if name == "link" and (len(text) > _LENGTHS["link"] or " " in text):
        return ""
    return text[: _LENGTHS[name]].strip()


def key_of(meeting: Meeting, turn: Turn) -> str:
    """What finds the same turn of the same event again."""
    return f"ics:{meeting.source_id}#{turn.key}"[:250]


def as_json(meeting: Meeting) -> dict[str, Any]:
    """An event as a row keeps it; what is empty takes no place."""
    said = {name: value for name, value in asdict(meeting).items() if value}
    said["turns"] = [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in turn.items() if value}
        for turn in said["turns"]
    ]
    return {"meeting": said}


def from_json(said: dict[str, Any]) -> Meeting:
    """The opposite of `as_json`."""
    known = dict(said["meeting"])
    known["turns"] = [_turn(dict(one)) for one in known["turns"]]
    known["invited"] = [Invited(**one) for one in known.get("invited", ())]
    return Meeting(**known)


def _turn(said: dict[str, Any]) -> Turn:
    for name in ("starts", "ends"):
        if name in said:
            said[name] = datetime.fromisoformat(said[name])
    return Turn(**said)


def values_of(meeting: Meeting, turn: Turn) -> dict[str, Any]:
    """The columns of an event that a turn fills."""
    texts = {column: getattr(turn, name) or getattr(meeting, name) for name, column in TEXTS.items()}
    return {**texts, "starts": turn.starts, "ends": turn.ends}
