"""A walk of random steps: what forms, bulk statements, merges and imports do to people and their talks."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from communities.models import Attendance, Community, Event, Membership, Opportunity
from contacts.actions.merging import MergeRefused, merge, unmerge
from contacts.kept_table import KeptTable
from contacts.models import Contact, Interaction, Merge, Participant, Referral, Trash
from networking.accounts.models import User
from tests.factories import (
    DAY,
    make_attendance,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_opportunity,
    make_referral,
)


def kept_numbers(owner: User, table: str, *columns: str) -> dict[tuple[int, int, date], int]:
    """The numbers of a kept table by two columns of its key and the day; a zero is the same as no row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}, first, number FROM {table} WHERE owner_id = %s", [owner.pk])
        return {
            (one, other, first if isinstance(first, date) else date.fromisoformat(first)): number
            for one, other, first, number in cursor.fetchall()
            if number
        }


def kept_in(owner: User, table: KeptTable) -> dict[tuple[Any, ...], int]:
    """The numbers of a kept table by its whole key without the owner."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(table.key[1:])}, number FROM {table.name} WHERE owner_id = %s", [owner.pk])
        return {tuple(map(_as_day, key)): number for *key, number in cursor.fetchall() if number}


def _as_day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def some_moment(chance: Random) -> datetime:
    """Hours crowd around midnight."""
    hour = chance.choice([0, 1, 12, 21, 22, 23])
    return datetime.combine(some_day(chance), datetime.min.time(), UTC) + timedelta(hours=hour)


def some_day(chance: Random) -> date:
    return DAY + timedelta(days=chance.randint(-50, 50))


def period(chance: Random) -> dict[str, Any]:
    since, until = sorted([some_day(chance), some_day(chance)])
    return {"since": chance.choice([None, since]), "until": chance.choice([None, until])}


def happening(owner: User, chance: Random) -> None:
    """One random thing that becomes of events, attendances, referrals and opportunities."""
    people, clubs = [*Contact.objects.for_owner(owner)], [*Community.objects.for_owner(owner), None]
    events, came = Event.objects.filter(owner=owner), Attendance.objects.filter(owner=owner)
    given, chances = Referral.objects.filter(owner=owner), Opportunity.objects.filter(owner=owner)
    some_events = events.filter(pk__in=[row.pk for row in events if chance.random() < 0.5])
    some_came = came.filter(pk__in=[row.pk for row in came if chance.random() < 0.4])
    some_given = given.filter(pk__in=[row.pk for row in given if chance.random() < 0.5])
    some_chances = chances.filter(pk__in=[row.pk for row in chances if chance.random() < 0.5])
    match chance.randrange(13):
        case 0 | 1:
            mine, mark = chance.choice(["attended", "attended", "planned"]), chance.choice([None, 2, 5])
            event = make_event(
                owner=owner, starts=some_moment(chance), mine=mine, knowledge=mark, community=chance.choice(clubs)
            )
            for person in chance.sample(people, min(len(people), 2)):
                make_attendance(event=event, contact=person, came=chance.random() < 0.8)
                if chance.random() < 0.5:
                    met = event.starts.date() + timedelta(days=chance.choice([-2, -1, 0, 1, 2]))
                    Contact.objects.filter(pk=person.pk).update(met_on=met)
        case 2:
            some_events.update(starts=some_moment(chance))
        case 3:
            some_events.update(
                mine=chance.choice(["attended", "missed"]),
                my_role=chance.choice(["speaker", "organiser"]),
                format=chance.choice(["online", "hybrid"]),
                kind=chance.choice(["meetup", "training"]),
                knowledge=chance.choice([None, 3]),
                community=chance.choice(clubs),
            )
        case 4:
            some_came.update(came=chance.random() < 0.5)
        case 5:
            some_came.delete()
        case 6 if people:
            giver = chance.choice([*people, None])
            made = chance.choice([None, some_day(chance)])
            make_referral(
                owner=owner, giver=giver, receiver=None if giver else people[0], made_on=made, asked_on=some_day(chance)
            )
        case 7:
            some_given.update(
                made_on=some_day(chance),
                useful_on=chance.choice([None, some_day(chance)]),
                thanked_on=chance.choice([None, some_day(chance)]),
                asked_on=chance.choice([None, some_day(chance)]),
            )
        case 8:
            outcome, day = chance.choice(["open", "taken"]), some_day(chance)
            make_opportunity(
                owner=owner,
                kind=chance.choice(["talk", "vacancy"]),
                received_on=day,
                usefulness=chance.choice([None, 1, 4]),
                outcome=outcome,
                outcome_on=None if outcome == "open" else day,
            )
        case 9:
            some_chances.update(received_on=some_day(chance), usefulness=chance.choice([None, 2]))
        case 10:
            for row in [*events[:1], *given[:1], *chances[:1]]:
                if row.trash_id is None:
                    row.throw_away()
        case 11:
            chance.choice([some_events, some_given, some_chances]).delete()
        case 12:
            some = [row.pk for row in people if chance.random() < 0.5]
            Contact.objects.filter(pk__in=some).update(
                archived_on=chance.choice([None, some_day(chance)]), tie=chance.choice([None, 1, 2, 4])
            )


def step(owner: User, chance: Random) -> None:
    """One random thing that people, forms, bulk statements, a merge or an import do."""
    people, clubs = [*Contact.objects.for_owner(owner)], [*Community.objects.for_owner(owner)]
    if len(people) < 3 or len(clubs) < 2:
        found = [make_contact(owner=owner, met_on=chance.choice([None, some_day(chance)])) for _ in range(3)]
        family = chance.choice([{"family": "internal", "kind": "technical"}, {"family": "professional", "kind": "sig"}])
        club = make_community(owner=owner, **family)
        for one in found:
            make_membership(contact=one, community=club, **period(chance))
        make_interaction(owner=owner, contacts=found, day=some_day(chance))
        return
    talks, ties = Interaction.objects.filter(owner=owner), Membership.objects.filter(owner=owner)
    parts = Participant.objects.filter(owner=owner)
    one, other = chance.sample(people, 2)
    match chance.randrange(18):
        case 0 | 1:
            answered = chance.random() < 0.8
            some = chance.sample(people, chance.randint(1, 3))
            make_interaction(owner=owner, contacts=some, day=some_day(chance), answered=answered)
        case 2 | 3:
            make_membership(contact=one, community=chance.choice(clubs), **period(chance))
        case 4:
            talks.update(day=some_day(chance))
        case 5:
            talks.filter(pk__in=[row.pk for row in talks if chance.random() < 0.5]).update(
                answered=chance.random() < 0.7
            )
        case 6:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.5]).update(**period(chance))
        case 7:
            for trash in Trash.objects.for_owner(owner)[:2]:
                trash.put_back()
        case 8:
            chance.choice([one, chance.choice(clubs), *talks[:1], *ties[:1]]).throw_away()
        case 9:
            parts.filter(pk__in=[row.pk for row in parts if chance.random() < 0.4]).delete()
        case 10:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.4]).delete()
        case 11:
            merge(owner=owner, kept=one, gone=other, chosen={})
        case 12:
            for merged in Merge.objects.for_owner(owner).undoable().order_by("-pk")[:1]:
                with suppress(MergeRefused):
                    unmerge(merged=merged)
        case 13:
            kinds = ("professional", "sig") if chance.random() < 0.5 else ("internal", "technical")
            Community.objects.filter(owner=owner).update(family=kinds[0], kind=kinds[1])
        case 14:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.4]).update(
                contact=one, community=chance.choice(clubs)
            )
        case 15:
            chance.choice([one, chance.choice(clubs), *talks[:1]]).delete()
        case 16:
            some = [row.pk for row in people if chance.random() < 0.5]
            Contact.objects.filter(pk__in=some).update(met_on=chance.choice([None, some_day(chance)]))
        case 17:
            # In or out of the trash and another day in one statement.
            away = chance.choice([None, make_contact(owner=owner).throw_away()])
            Contact._base_manager.filter(owner=owner, pk=one.pk).update(trash=away, met_on=some_day(chance))
