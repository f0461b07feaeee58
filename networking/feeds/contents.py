"""What the feed of somebody holds: events, open promises, dates to congratulate on, reviews and renewals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.ics import Absolute, Entry, EventFacts, day_entry, told_entry, uid
from contacts.addresses import address
from contacts.dates import Turn
from contacts.models.promise import Direction
from networking.feeds.facts import Facts


def entries(facts: Facts, absolute: Absolute) -> Iterator[Entry]:
    """Everything that was read, in the language that is active; no query."""
    before, _any, after = absolute(address("events:event", 0)).rpartition("0")
    for row in facts.events:
        yield told_entry(EventFacts._make(row), f"{before}{row[0]}{after}")
    yield from _promises(facts, absolute)
    yield from _dates(facts, absolute)
    yield from _parts(facts, absolute)


def _promises(facts: Facts, absolute: Absolute) -> Iterator[Entry]:
    mine, theirs = _("I promised %(name)s: %(what)s"), _("%(name)s promised: %(what)s")
    for promise in facts.promises:
        said = mine if promise.direction == Direction.MINE else theirs
        yield day_entry(
            uid=uid("promise", promise.pk, promise.created_at),
            day=promise.due_on or facts.window.first,
            summary=said % {"name": promise.contact.name, "what": str(promise)},
            changed=promise.updated_at,
            page=absolute(promise.contact.get_absolute_url()),
        )


def _dates(facts: Facts, absolute: Absolute) -> Iterator[Entry]:
    """Every turn of each date."""
    window = facts.window
    for kept in facts.dates:
        on = kept.next_on(window.first)
        while on and on <= window.last:
            what = ", ".join(part for part in (str(kept), Turn(kept, on, window.today).years) if part)
            yield day_entry(
                uid=uid("date", kept.pk, kept.created_at, f"-{on:%Y}"),
                day=on,
                summary=f"{kept.contact.name}: {what}",
                changed=kept.updated_at,
                page=absolute(kept.contact.get_absolute_url()),
            )
            on = kept.next_on(on + timedelta(days=1))


def _parts(facts: Facts, absolute: Absolute) -> Iterator[Entry]:
    window = facts.window
    for own in facts.parts:
        name = own.community.name
        turns = (
            ("review", own.next_review, _("Look again at “%(name)s”: stay, change role, leave?")),
            ("renewal", own.renewal_on, _("Renew the membership: “%(name)s”")),
        )
        for kind, day, said in turns:
            ends = min(own.until or window.last, window.last)
            if day and window.first <= day <= ends:
                yield day_entry(
                    uid=uid(kind, own.pk, own.created_at),
                    day=day,
                    summary=said % {"name": name},
                    changed=own.updated_at,
                    page=absolute(reverse("communities:community", args=[own.community_id])),
                )
