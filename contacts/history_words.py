"""What a recorded change of a person says, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from contacts.columns import field_of
from contacts.history_beside import told_beside
from contacts.mentions.tokens import plain
from contacts.models import Change, Contact, ContactRole
from contacts.models.change import CHANNELS, DATE, MENTORSHIP, NEVER, RELATIONSHIP, REMINDERS, TAGS, WAYS
from contacts.models.channel import ChannelKind
from contacts.models.important_date import DateKind
from contacts.models.mentorship import MentorDirection
from contacts.owned import AnyUser

LONGEST = 400
_DAYS = ("met_on", "archived_on")
Names = dict[int, str]


def names_in(owner: AnyUser, changes: Iterable[Change]) -> Names:
    """The names of the owner's people that the changes speak of; who is deleted has none."""
    ids = {pk for one in changes for pk in one.fields.get("introduced_by_id", ()) if pk}
    return {pk: person.name for pk, person in Contact.objects.for_owner(owner).in_bulk(ids).items()} if ids else {}


def label(name: str) -> str:
    """What a changed field is called."""
    beside = {TAGS: _("tags"), CHANNELS: _("how to reach them"), DATE: _("a date")}
    beside |= {MENTORSHIP: _("mentorship"), RELATIONSHIP: _("relationship")}
    beside |= {REMINDERS: _("reminders"), WAYS: _("how to reach them")}
    if name in beside:
        return beside[name]
    if name in told_beside():
        return str(told_beside()[name].label)
    return str(field_of(Contact, name.removesuffix("_id")).verbose_name)


def sentence(name: str, before: Any, after: Any) -> str:
    """What happened, when that reads better than two values; else an empty string."""
    match name:
        case "archived_on" if not before:
            return _("put into the archive, %(day)s") % {"day": _day(after)}
        case "archived_on" if not after:
            return _("taken out of the archive")
        case "trash_id":
            return pgettext("in a person's history", "deleted") if after else _("put back from the trash")
        case "photo":
            return _("photo added") if not before else _("another photo") if after else _("photo removed")
        case "tags":
            return _went_and_came(label(TAGS), *([f"#{tag}" for tag in some] for some in (before, after)))
        case "channels":
            return _went_and_came(label(CHANNELS), *([_channel(*one) for one in some] for some in (before, after)))
        case "ways":
            said = [_way(one, now) for one, now in zip(before, after, strict=True) if one != now]
            return f"{label(WAYS)}: {'; '.join(said)}"
        case "reminders":
            return _reminders(after)
        case "date" if not before:
            return _("date added: %(what)s") % {"what": _date(after)}
        case "date" if not after:
            return _("date deleted: %(what)s") % {"what": _date(before)}
        case "mentorship" if not before:
            return _("mentorship added: %(what)s") % {"what": _mentorship(after)}
        case "mentorship" if not after:
            return _("mentorship deleted: %(what)s") % {"what": _mentorship(before)}
        case "relationship" if not before:
            return _("relationship added: %(what)s") % {"what": _relationship(after)}
        case "relationship" if not after:
            return _("relationship deleted: %(what)s") % {"what": _relationship(before)}
        case _ if name in told_beside():
            return told_beside()[name].sentence(before, after)
        case _:
            return ""


def list_in_words(name: str, values: list[Any]) -> str:
    """All of the tags, or of the ways to reach somebody."""
    return ", ".join(one if name == TAGS else _channel(*one) for one in values) or "—"


def in_words(name: str, value: Any, names: Names) -> str:
    """A stored value as its owner reads it; a dash for nothing."""
    if name == REMINDERS:
        return _reminders(value)
    if value in (None, "", []):
        return "—"
    if name == "photo":
        return _("a photo")
    if name in told_beside():
        return told_beside()[name].sentence(None, value)
    if name == "introduced_by_id":
        return names.get(value, "—")
    if name == "roles":
        labels = dict(ContactRole.choices)
        return ", ".join(str(labels.get(role, role)) for role in value)
    if name == WAYS:
        return list_in_words(name, value)
    if name in _ROWS:
        return _ROWS[name](value)
    if name in _DAYS:
        return _day(value)
    choices = dict(field_of(Contact, name).choices or ())
    return _cut(str(choices.get(value, value)))


def note_alone(name: str, before: Any, after: Any) -> tuple[str, str, str] | None:
    """What changed, and both texts, when it is the note of a mentorship and nothing else."""
    if name != MENTORSHIP or not before or not after or "note" not in before:
        return None
    if any(before[one] != after.get(one) for one in before if one != "note"):
        return None
    what = _("note of the mentorship “%(goal)s”") % {"goal": after["goal"]}
    return what, _cut(before["note"]) or "—", _cut(after["note"]) or "—"


def _cut(text: str) -> str:
    said = plain(text)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _reminders(state: str) -> str:
    if state == NEVER:
        return _("no more reminders")
    return _("put off until %(day)s") % {"day": _day(state)} if state else _("reminders go on")


def _went_and_came(what: str, went: list[str], came: list[str]) -> str:
    parts = [_("added %(what)s") % {"what": ", ".join(came)}] if came else []
    parts += [_("taken away %(what)s") % {"what": ", ".join(went)}] if went else []
    return f"{what}: {'; '.join(parts)}"


def _channel(kind: str, value: str, named: str = "", preferred: bool = False) -> str:
    labels = dict(ChannelKind.choices)
    beside = ", ".join(filter(None, (named, _("the preferred way") if preferred else "")))
    return f"{labels.get(kind, kind)} {value}" + (f" ({beside})" if beside else "")


def _way(before: list[Any], after: list[Any]) -> str:
    """What is said of a channel by now that was not before, or no longer."""
    (kind, value, called, was_best), (_kind, _value, now_called, is_best) = before, after
    parts = []
    if called and now_called and called != now_called:
        parts.append(_("label: %(before)s → %(after)s") % {"before": called, "after": now_called})
    elif now_called != called:
        said = _("label: %(label)s") if now_called else _("without the label “%(label)s”")
        parts.append(said % {"label": now_called or called})
    if was_best != is_best:
        parts.append(_("now the preferred way") if is_best else _("no longer the preferred way"))
    return f"{_channel(kind, value)}: {', '.join(parts)}"


def _date(value: dict[str, Any]) -> str:
    what = value["label"] or str(dict(DateKind.choices).get(value["kind"], value["kind"]))
    if value["year"]:
        day = date_format(date(value["year"], value["month"], value["day"]), "j E Y")
    else:
        # A leap year, so that 29 February is a day like others.
        written = date(2024, value["month"], value["day"])
        day = date_format(written, "j E") if get_language() == "ru" else f"{written.day} {MONTHS[written.month]}"
    return f"{what}, {day}"


def _mentorship(value: dict[str, Any]) -> str:
    direction = dict(MentorDirection.choices).get(value["direction"], value["direction"])
    parts = [f"{direction}: {value['goal']}", _from_to(value["started_on"], value["ended_on"])]
    if days := value["rhythm_days"]:
        parts.append(ngettext("every %(n)d day", "every %(n)d days", days) % {"n": days})
    if note := value.get("note"):
        parts.append(_("note: %(text)s") % {"text": _cut(note)})
    return ", ".join(filter(None, parts))


def _relationship(value: dict[str, Any]) -> str:
    return ", ".join(filter(None, [value["said"], _from_to(value["since"], value["until"])]))


def _from_to(since: str | None, until: str | None) -> str:
    parts = [_("from %(day)s") % {"day": _day(since)}] if since else []
    parts += [_("to %(day)s") % {"day": _day(until)}] if until else []
    return " ".join(parts)


_ROWS = {DATE: _date, MENTORSHIP: _mentorship, RELATIONSHIP: _relationship}


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j E Y")
