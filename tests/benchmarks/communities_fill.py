"""An owner with many communities, for the measurements beside this module."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networking.accounts.models import User

# What one step of size has; ten steps are what the pages are held to.
PEOPLE, COMMUNITIES, EVENTS, AT_AN_EVENT, MEMBERSHIPS, GIVEN = 500, 30, 2_000, 10, 5_000, 200
BATCH = 2_000


def account(size: int) -> User:
    """The account of a size, filled when it is not there yet."""
    from django.core.management import call_command

    from networking.accounts.models import Instance, User
    from networking.feeds.models import Feed

    address = f"communities{size}@example.org"
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Instance.objects.get_or_create(pk=1)
    call_command("load_catalogue", verbosity=0)
    if have := User.objects.filter(email=address).first():
        return have
    owner = User.objects.create_user(address, name="Benchmark")
    _fill(owner, size)
    Feed.objects.create(owner=owner)
    return owner


def _fill(owner: User, size: int) -> None:
    from communities.models import Participation
    from communities.models.participation import Role

    day = datetime.now(UTC).date()
    people = _people(owner, size * PEOPLE)
    places = _places(owner, size * COMMUNITIES)
    joined = [
        Participation(owner=owner, community=place, since=day - timedelta(days=400), role=Role.FOUNDER)
        for place in places
    ]
    Participation.objects.bulk_create(joined, batch_size=BATCH)
    _memberships(owner, people, places, size * MEMBERSHIPS, day)
    _events(owner, people, places, size * EVENTS, day)
    _talks(owner, people, day)
    _given(owner, people, places, size * GIVEN, day)


def _given(owner: User, people: list[Any], places: list[Any], count: int, day: date) -> None:
    from communities.models import Contribution, Opportunity
    from communities.models.contribution import ContributionKind
    from communities.models.opportunity import OpportunityKind

    gifts, chances = [*ContributionKind], [*OpportunityKind]
    around = [
        {"owner": owner, "community": places[number % len(places)], "contact": people[number * 7 % len(people)]}
        for number in range(count)
    ]
    days = [day - timedelta(days=number % 1_500) for number in range(count)]
    given = [
        Contribution(kind=gifts[number % len(gifts)], day=days[number], **where) for number, where in enumerate(around)
    ]
    Contribution.objects.bulk_create(given, batch_size=BATCH)
    came = [
        Opportunity(kind=chances[number % len(chances)], what=f"№ {number}", received_on=days[number], **where)
        for number, where in enumerate(around)
    ]
    Opportunity.objects.bulk_create(came, batch_size=BATCH)


def _people(owner: User, count: int) -> list[Any]:
    from contacts.models import Contact

    rows = [Contact(owner=owner, given_name=f"Имя{n}", family_name=f"Фамилия{n * 7919 % count}") for n in range(count)]
    for number, row in enumerate(rows):
        row.tie = number % 6 or None
        row.refresh_keys()
    made = Contact.objects.bulk_create(rows, batch_size=BATCH)
    for number, row in enumerate(made):
        row.introduced_by = made[number // 40] if number % 4 == 1 else None
    Contact.objects.bulk_update(made[1::4], ["introduced_by"], batch_size=500)
    return made


def _places(owner: User, count: int) -> list[Any]:
    from communities.models import CatalogueEntry, Community
    from communities.models.kinds import Family, kinds_of

    rows = []
    entries = dict(enumerate(CatalogueEntry.objects.order_by("pk")))
    for number in range(count):
        family = Family.INTERNAL if number % 2 else Family.PROFESSIONAL
        row = Community(owner=owner, name=f"Сообщество {number}", family=family, kind=kinds_of(family)[number % 4])
        row.entry = entries.get(number)
        row.name_key = row.search_text = row.name.lower()
        rows.append(row)
    return Community.objects.bulk_create(rows, batch_size=BATCH)


def _memberships(owner: User, people: list[Any], places: list[Any], count: int, day: date) -> None:
    """Everybody is or was in the first community, a tenth of them before; of the other periods every fifth is over."""
    from communities.models import Membership

    rows = [Membership(owner=owner, community=places[0], contact=one, since=day) for one in people]
    for row in rows[3::10]:
        row.since, row.until = day - timedelta(days=400), day - timedelta(days=30)
    for number in range(count - len(people)):
        since = day - timedelta(days=number % 2_000)
        until = day - timedelta(days=1) if number % 5 == 0 else None
        place = places[1 + (number + number // len(people)) % (len(places) - 1)]
        person = people[number % len(people)]
        rows.append(
            Membership(owner=owner, community=place, contact=person, since=min(since, until or since), until=until)
        )
    Membership.objects.bulk_create(rows, batch_size=BATCH)


def _events(owner: User, people: list[Any], places: list[Any], count: int, day: date) -> None:
    """Events of ten years, the last of each hundred ahead; ten people at each, two hundred at the first."""
    from communities.models import Attendance, Event
    from communities.models.event import Attended

    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    rows = []
    for number in range(count):
        ahead = number % 100 == 0
        starts = noon + timedelta(days=1 + number // 100) if ahead else noon - timedelta(hours=number * 87_600 // count)
        row = Event(owner=owner, name=f"Встреча {number}", starts=starts, community=places[number % len(places)])
        row.mine = Attended.PLANNED if ahead else Attended.ATTENDED
        row.debriefed_at = None if ahead or number % 50 == 1 else noon
        row.refresh_keys()
        rows.append(row)
    made = Event.objects.bulk_create(rows, batch_size=BATCH)
    there = [
        Attendance(owner=owner, event=event, contact=people[(number * 31 + place) % len(people)], came=True)
        for number, event in enumerate(made)
        for place in range(200 if number == 1 else AT_AN_EVENT)
    ]
    Attendance.objects.bulk_create(there, batch_size=BATCH)


def _talks(owner: User, people: list[Any], day: date) -> None:
    from contacts.models import Interaction, Participant

    days = [day - timedelta(days=number % 700) for number in range(len(people) * 4)]
    talks = Interaction.objects.bulk_create([Interaction(owner=owner, day=one) for one in days], batch_size=BATCH)
    rows = [
        Participant(owner=owner, interaction=talk, contact=people[number % len(people)])
        for number, talk in enumerate(talks)
    ]
    Participant.objects.bulk_create(rows, batch_size=BATCH)
