"""A calendar is told that nothing has changed only when the file would be the same, whatever was done to the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Community, Event, Participation
from contacts.models import Contact, ImportantDate, Promise
from networking.accounts.models import User
from networking.feeds.models import Feed
from tests.factories import make_community, make_contact, make_date, make_event, make_participation, make_promise

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
WORDS = st.sampled_from(["а", "Другое", "x" * 90, "a; b, c"])

pytestmark = pytest.mark.django_db
Edit = Callable[[User, str, int], Any]


def _edits() -> dict[str, Edit]:
    """What may become of the rows, bulk statements first: they leave the moment of the last change as it was."""

    def of(owner: User, model: Any) -> Any:
        return model._base_manager.filter(owner=owner).order_by("pk")

    def one(model: Any, owner: User, number: int) -> Any:
        own = [*of(owner, model)]
        return own[number % len(own)] if own else None

    def save(model: Any, name: str) -> Edit:
        def edit(owner: User, word: str, number: int) -> None:
            if row := one(model, owner, number):
                setattr(row, name, word)
                row.save()

        return edit

    def throw(model: Any) -> Edit:
        return lambda owner, _word, number: (row := one(model, owner, number)) and not row.trash_id and row.throw_away()

    def day(number: int) -> date:
        return TODAY + timedelta(days=number * 40 - 200)

    def shift(model: Any, name: str) -> Edit:
        return lambda owner, _word, number: of(owner, model).update(**{name: day(number)})

    return {
        "events renamed in bulk": lambda o, w, _n: of(o, Event).update(name=w),
        "events moved in bulk": lambda o, _w, n: of(o, Event).update(starts=NOW + timedelta(hours=n * 99)),
        "events end": lambda o, _w, n: of(o, Event).update(ends=NOW + timedelta(days=n) if n % 2 else None),
        "events missed": lambda o, _w, n: of(o, Event).update(mine="missed" if n % 2 else "planned"),
        "events deleted in bulk": lambda o, _w, n: n % 4 or of(o, Event).delete(),
        "event saved": save(Event, "place"),
        "event thrown away": throw(Event),
        "event made": lambda o, w, n: make_event(owner=o, name=w, starts=NOW + timedelta(days=n * 30 - 150)),
        "person renamed in bulk": lambda o, w, _n: of(o, Contact).update(given_name=w),
        "person archived": lambda o, _w, n: of(o, Contact).update(archived_on=TODAY if n % 2 else None),
        "person thrown away": throw(Contact),
        "promise saved": save(Promise, "text"),
        "promises kept in bulk": lambda o, _w, n: of(o, Promise).update(kept_on=TODAY if n % 2 else None),
        "promises moved in bulk": shift(Promise, "due_on"),
        "dates told in bulk": lambda o, w, _n: of(o, ImportantDate).update(label=w),
        "dates of a year": lambda o, _w, n: of(o, ImportantDate).update(year=1980 + n if n % 2 else None),
        "date thrown away": throw(ImportantDate),
        "community renamed in bulk": lambda o, w, _n: of(o, Community).update(name=w),
        "community thrown away": throw(Community),
        "reviews moved in bulk": shift(Participation, "next_review"),
        "renewals moved in bulk": shift(Participation, "renewal_on"),
        "ends moved in bulk": shift(Participation, "until"),
        "left": lambda o, _w, n: of(o, Participation).update(status="left" if n % 2 else "active"),
        "another language": lambda o, _w, n: User.objects.filter(pk=o.pk).update(language="en" if n % 2 else "ru"),
        "another time zone": lambda o, _w, n: User.objects.filter(pk=o.pk).update(
            time_zone="Asia/Tokyo" if n % 2 else "Europe/Moscow"
        ),
    }  # fmt: skip


EDITS = _edits()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), WORDS, st.integers(0, 9)), min_size=1, max_size=6))
def test_another_file_has_another_fingerprint(owner: User, stranger: User, edits: list[tuple[str, str, int]]) -> None:
    address = reverse("feeds:feed", args=[Feed.objects.get_or_create(owner=owner)[0].token])
    person = make_contact(owner=owner, name="Анна Петрова")
    place = make_community(owner=owner, name="Гильдия")
    make_event(owner=owner, name="Митап", starts=NOW + timedelta(days=2), community=place)
    make_promise(contact=person, text="Ссылка", due_on=TODAY)
    make_date(contact=person, day=29, month=2, year=1988)
    make_participation(community=place, next_review=TODAY, renewal_on=TODAY + timedelta(days=5), status="active")
    make_event(owner=stranger, name="чужое", starts=NOW)
    with time_machine.travel(NOW, tick=False):
        seen = Client().get(address)
        for name, word, number in edits:
            EDITS[name](owner, word, number)
            fresh = Client().get(address)
            told = Client().get(address, headers={"if-none-match": seen["ETag"]})
            assert (told.status_code == 304) == (fresh["ETag"] == seen["ETag"])
            if fresh.content != seen.content:
                assert (told.status_code, told.content) == (200, fresh.content), name
            seen = fresh


def test_what_is_not_in_the_file_does_not_make_it_read_anew(owner: User, stranger: User) -> None:
    address = reverse("feeds:feed", args=[Feed.objects.get_or_create(owner=owner)[0].token])
    make_event(owner=owner, starts=NOW)
    with time_machine.travel(NOW, tick=False):
        seen = Client().get(address)["ETag"]
        make_event(owner=owner, starts=NOW - timedelta(days=900))
        make_event(owner=stranger, starts=NOW)
        make_contact(owner=owner)
        assert Client().get(address, headers={"if-none-match": seen}).status_code == 304
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            assert Client().get(address, headers={"if-none-match": seen}).status_code == 200
