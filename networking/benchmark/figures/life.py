"""A large life made inside the database: one row of each kind is saved as ever, and copied with other values.

The numbers of rows lead to the values, so the same size gives the same life, whatever the database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import connection, models, transaction

from communities.models import Attendance, Community, Event, Membership, Opportunity, Reflection
from contacts import owner_guard, triggers
from contacts.finding import full_text
from contacts.models import Contact, Interaction, Participant, Referral, TieChange
from networking.accounts.models import User
from networking.benchmark.figures.size import MONTHS, Size
from networking.benchmark.fill import gather_statistics
from networking.metrics.windows import Month

# Copies of a first row have keys above this.
BASE = 100
_LONG = MONTHS * 30


def make(owner: User, size: Size, today: date) -> None:
    """Fill an empty database; the triggers that keep things are away meanwhile, and count anew at the end."""
    triggers.drop_before_migrate()
    owner_guard.drop_before_migrate()
    full_text.drop_before_migrate(plan=[True])
    begin = Month.of(today).moved(1 - MONTHS).first
    with transaction.atomic():
        _people(owner, size, begin)
        _communities(owner, size, begin)
        _talks(owner, size, begin, (today - begin).days + 1)
        _events(owner, size, begin)
        _received(owner, size, begin, today)
    gather_statistics()
    call_command("migrate", verbosity=0)
    # The days of participants were filled in only now.
    gather_statistics()


def _people(owner: User, size: Size, begin: date) -> None:
    # One in ten has no day of meeting.
    met = f"CASE WHEN n % 10 = 0 THEN NULL ELSE {_day(begin, f'(n * 7919) % {_LONG}')} END"
    person = Contact.objects.create(owner=owner, given_name="Anna", family_name="Petrova")
    _copy(person, size.people, id=f"{BASE} + n", met_on=met)
    change = TieChange.objects.create(owner=owner, contact=person, day=begin, before=1, tie=2)
    day = _day(begin, f"(n * 104729) % {_LONG}")
    _copy(change, size.people // 10, id=f"{BASE} + n", contact_id=f"{BASE} + n", day=day, tie="1 + n % 5")


def _communities(owner: User, size: Size, begin: date) -> None:
    club = Community.objects.create(owner=owner, name="Community", family="internal", kind="technical")
    _copy(
        club,
        size.communities,
        id=f"{BASE} + n",
        name="'Community ' || n",
        name_key="'c' || n",
        family="CASE WHEN n % 2 = 0 THEN 'internal' ELSE 'professional' END",
        kind="CASE WHEN n % 2 = 0 THEN 'technical' ELSE 'sig' END",
    )
    tie = Membership.objects.create(owner=owner, contact_id=BASE + 1, community_id=BASE + 1)
    # Three a person, one of them with an end.
    _copy(
        tie,
        size.people * 3,
        id=f"{BASE} + n",
        contact_id=f"{BASE} + 1 + n % {size.people}",
        community_id=f"{BASE} + 1 + (n * 7 + n / {size.people} * 31) % {size.communities}",
        since=f"CASE WHEN n % 4 = 0 THEN NULL ELSE {_day(begin, f'(n * 613) % {_LONG}')} END",
        until=f"CASE WHEN n % 3 = 0 THEN {_day(begin, f'(n * 613) % {_LONG} + 200')} END",
    )


def _talks(owner: User, size: Size, begin: date, days: int) -> None:
    talk = Interaction.objects.create(owner=owner, day=begin, answered=True)
    day, answered = _day(begin, f"(n * 31) % {days}"), _bool("n % 20 <> 0")
    _copy(talk, size.interactions, id=f"{BASE} + n", day=day, answered=answered)
    part = Participant.objects.create(owner=owner, interaction=talk, contact_id=BASE + 1)
    first, second = f"(n * 7919) % {size.people}", f"(n * 7919 + 1 + n % 97) % {size.people}"
    _copy(part, size.interactions, id=f"{BASE} + n", interaction_id=f"{BASE} + n", contact_id=f"{BASE} + 1 + {first}")
    _copy(
        part,
        size.interactions // 2,
        id=f"{BASE} + {size.interactions} + n",
        interaction_id=f"{BASE} + n * 2",
        contact_id=f"{BASE} + 1 + {second.replace('n *', 'n * 2 *').replace('n %', 'n * 2 %')}",
    )


def _events(owner: User, size: Size, begin: date) -> None:
    starts = datetime.combine(begin, datetime.min.time(), UTC)
    event = Event.objects.create(owner=owner, name="Meetup", community_id=BASE + 1, starts=starts, mine="attended")
    _copy(
        event,
        size.events,
        id=f"{BASE} + n",
        community_id=f"{BASE} + 1 + n % {size.communities}",
        starts=_moment(starts, f"(n * 7919) % {_LONG * 24}"),
        mine="CASE WHEN n % 5 = 0 THEN 'missed' ELSE 'attended' END",
        my_role="CASE n % 7 WHEN 0 THEN 'speaker' WHEN 1 THEN 'organiser' ELSE 'listener' END",
        kind="CASE n % 3 WHEN 0 THEN 'meetup' WHEN 1 THEN 'webinar' ELSE 'conference' END",
        knowledge="CASE WHEN n % 2 = 0 THEN 1 + n % 5 END",
    )
    came = Attendance.objects.create(owner=owner, event=event, contact_id=BASE + 1, came=True)
    _copy(
        came,
        size.events * 3,
        id=f"{BASE} + n",
        event_id=f"{BASE} + 1 + n % {size.events}",
        contact_id=f"{BASE} + 1 + (n * 11 + n / {size.events}) % {size.people}",
    )


def _received(owner: User, size: Size, begin: date, today: date) -> None:
    day = _day(begin, f"(n * 7919) % {_LONG}")
    referral = Referral.objects.create(owner=owner, direction="received", giver_id=BASE + 1, made_on=begin)
    _copy(referral, size.people // 5, id=f"{BASE} + n", giver_id=f"{BASE} + n", made_on=day)
    given = Referral.objects.create(owner=owner, direction="given", receiver_id=BASE + 1, made_on=begin)
    shift = f"{BASE} + {size.people} + n"
    _copy(given, size.people // 10, id=shift, receiver_id=f"{BASE} + n", made_on=day)
    chance = Opportunity.objects.create(owner=owner, kind="vacancy", received_on=begin, community_id=BASE + 1)
    club = f"{BASE} + 1 + n % {size.communities}"
    _copy(chance, size.people // 5, id=f"{BASE} + n", community_id=club, received_on=day, usefulness="1 + n % 5")
    months = [Month.of(today).moved(-back).first for back in range(MONTHS)]
    Reflection.objects.bulk_create(
        Reflection(owner=owner, month=month, depth=3, knowledge=4, usefulness=2, recognition=3) for month in months
    )


def _copy(row: models.Model, how_many: int, **values: str) -> None:
    """Copy a saved row so many times; `values` are SQL over `n`, which counts from 1."""
    table, columns = row._meta.db_table, [str(field.column) for field in row._meta.concrete_fields]
    found = ", ".join(values.get(column, column) for column in columns)
    numbers = f"SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < {how_many}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) WITH RECURSIVE numbers(n) AS ({numbers}) "
            f"SELECT {found} FROM numbers CROSS JOIN (SELECT * FROM {table} WHERE id = {row.pk}) proto"
        )


def _day(begin: date, days: str) -> str:
    if connection.vendor == "sqlite":
        return f"date('{begin}', ({days}) || ' days')"
    return f"(DATE '{begin}' + ({days})::int)"


def _moment(begin: datetime, hours: str) -> str:
    if connection.vendor == "sqlite":
        return f"datetime('{begin:%Y-%m-%d %H:%M:%S}', ({hours}) || ' hours')"
    return f"(TIMESTAMPTZ '{begin.isoformat()}' + ({hours}) * INTERVAL '1 hour')"


def _bool(condition: str) -> str:
    return condition if connection.vendor == "postgresql" else f"CASE WHEN {condition} THEN 1 ELSE 0 END"
