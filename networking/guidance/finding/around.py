"""All that the database says around a note, in one statement that goes by the indexes of links and labels.

Each of its parts has an end, so that a page takes as long in a vault of thousands of notes, and where thousands of
notes lead to one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from django.db import connection

from networking.guidance.models import Note, address_of

# So many notes that lead here, or to which this one leads, are looked at.
MANY = 200
# So many rows of one sort are weighed: labels, links. What everything shares says little anyway.
WEIGHED = 300


class Row(IntEnum):
    """What a row of the statement is; it begins with it."""

    LABEL = 0
    AHEAD = 1
    # One of those ahead to which few lead.
    TELLING = 2
    BEHIND = 3
    SENTENCE = 4
    LINK = 5
    NEIGHBOUR = 6


# A link to a file leads to no note, so it needs not be asked of what kind a link is.
_AROUND = """
WITH own AS (
  SELECT id, key, name FROM guidance_notetag WHERE note_id = %(pk)s
), ahead AS (
  SELECT DISTINCT target_id FROM guidance_notelink
  WHERE source_id = %(pk)s AND target_id <> %(pk)s ORDER BY target_id LIMIT %(many)s + 1
), behind AS (
  SELECT DISTINCT source_id FROM guidance_notelink
  WHERE target_id = %(pk)s AND source_id <> %(pk)s ORDER BY source_id LIMIT %(many)s + 1
), labels AS (
  SELECT key, SUM(number) OVER (ORDER BY number, key) AS so_far FROM (
    SELECT key, (SELECT COUNT(*) FROM (
      SELECT 1 FROM guidance_notetag WHERE key = own.key LIMIT %(weighed)s + 1) AS same) AS number
    FROM own ORDER BY key LIMIT %(many)s) AS counted
), targets AS (
  SELECT target_id, SUM(number) OVER (ORDER BY number, target_id) AS so_far FROM (
    SELECT target_id, (SELECT COUNT(*) FROM (
      SELECT DISTINCT source_id FROM guidance_notelink WHERE target_id = ahead.target_id LIMIT %(weighed)s + 1) AS same
    ) AS number FROM ahead ORDER BY target_id LIMIT %(many)s) AS counted
), telling AS (
  SELECT target_id FROM targets WHERE so_far <= %(weighed)s
), links AS (
  SELECT source_id, target_id FROM guidance_notelink WHERE target_id IN (SELECT target_id FROM telling)
  UNION
  SELECT source_id, target_id FROM guidance_notelink
  WHERE source_id IN (SELECT source_id FROM behind) AND target_id IS NOT NULL
  ORDER BY 1, 2 LIMIT 2 * %(weighed)s
), before AS (
  SELECT id, title, slug FROM guidance_note
  WHERE folder = %(folder)s AND trashed_at IS NULL AND (language IN ('', %(language)s) OR twin_id IS NULL)
    AND sort_key <= %(key)s AND (sort_key < %(key)s OR path < %(path)s)
  ORDER BY sort_key DESC, path DESC LIMIT 1
), later AS (
  SELECT id, title, slug FROM guidance_note
  WHERE folder = %(folder)s AND trashed_at IS NULL AND (language IN ('', %(language)s) OR twin_id IS NULL)
    AND sort_key >= %(key)s AND (sort_key > %(key)s OR path > %(path)s)
  ORDER BY sort_key, path LIMIT 1
)
SELECT 0, id, 0, key, name, '', '', '', '' FROM own
UNION ALL
SELECT 0, 0, t.note_id, t.key, t.name, '', '', '', '' FROM labels
  JOIN guidance_notetag t ON t.key = labels.key WHERE labels.so_far <= %(weighed)s AND t.note_id <> %(pk)s
UNION ALL
SELECT 1, target_id, 0, '', '', '', '', '', '' FROM ahead
UNION ALL
SELECT 2, target_id, 0, '', '', '', '', '', '' FROM telling
UNION ALL
SELECT 3, source_id, 0, '', '', '', '', '', '' FROM behind
UNION ALL
SELECT 4, l.source_id, l.line, n.sort_key, n.title, n.slug, l.before, l.text, l.after FROM guidance_notelink l
  JOIN guidance_note n ON n.id = l.source_id
  WHERE l.target_id = %(pk)s AND l.source_id <> %(pk)s AND (SELECT COUNT(*) FROM behind) <= %(many)s
UNION ALL
SELECT 5, source_id, target_id, '', '', '', '', '', '' FROM links
UNION ALL
SELECT 6, id, -1, '', title, slug, '', '', '' FROM before
UNION ALL
SELECT 6, id, 1, '', title, slug, '', '', '' FROM later
"""


class Near(NamedTuple):
    """A note that stands on the page of another."""

    pk: int
    title: str
    slug: str

    @property
    def address(self) -> str:
        return address_of(self.slug)


class Label(NamedTuple):
    note: int
    key: str
    name: str


class Sentence(NamedTuple):
    """The sentence of a note that leads here; in this order they stand on the page."""

    sort_key: str
    source: int
    line: int
    title: str
    slug: str
    before: str
    text: str
    after: str


@dataclass
class Around:
    # Its own labels as it names them, and those of other notes that have one of them, but for what nearly all have.
    own: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    # The notes to which it leads and which of them few lead to, those that lead to it, and the links of both.
    ahead: set[int] = field(default_factory=set)
    telling: set[int] = field(default_factory=set)
    behind: list[int] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    # Of all that lead here; of none where there are too many.
    sentences: list[Sentence] = field(default_factory=list)
    before: Near | None = None
    after: Near | None = None

    @property
    def is_hub(self) -> bool:
        """More notes lead here than were looked at."""
        return len(self.behind) > MANY

    @property
    def is_whole(self) -> bool:
        """Whether `ahead` and `behind` name every note that is linked with it."""
        return not self.is_hub and len(self.ahead) <= MANY


def around(note: Note, language: str) -> Around:
    """What stands around a note, of which its place among others is known, for readers of a language."""
    asked: dict[str, str | int] = {
        "pk": note.pk, "folder": note.folder, "key": note.sort_key, "path": note.path, "language": language,
        "many": MANY, "weighed": WEIGHED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, asked)
        rows = cursor.fetchall()
    found = Around()
    own: list[tuple[int, str]] = []
    for what, one, other, *said in rows:
        match what:
            case Row.LABEL if one:
                own.append((one, said[1]))
                found.labels.append(Label(note.pk, said[0], said[1]))
            case Row.LABEL:
                found.labels.append(Label(other, said[0], said[1]))
            case Row.AHEAD:
                found.ahead.add(one)
            case Row.TELLING:
                found.telling.add(one)
            case Row.BEHIND:
                found.behind.append(one)
            case Row.SENTENCE:
                key, title, slug, *words = said
                found.sentences.append(Sentence(key, one, other, title, slug, *words))
            case Row.LINK:
                found.links.append((one, other))
            case Row.NEIGHBOUR:
                near = Near(one, said[1], said[2])
                if other < 0:
                    found.before = near
                else:
                    found.after = near
    found.own = [name for _row, name in sorted(own)]
    found.sentences.sort()
    return found
