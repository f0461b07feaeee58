"""The page on which a repetition is changed: it stands there as it is now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.series import start_series
from communities.models import Event
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.factories import make_event

# A Thursday, 19:00 in Moscow.
STARTS = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


def _second_of(owner: User, rule: str) -> Event:
    start_series(event=make_event(owner=owner, name="Созвон", starts=STARTS), rule=parse(rule), zone=MOSCOW)
    return list(Event.objects.for_owner(owner).order_by("starts"))[1]


@pytest.mark.parametrize(
    ("rule", "how", "until", "count", "said"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=5", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", None, 4,
         "каждый второй четверг, 4 мероприятия, считая с этого"),
        ("FREQ=MONTHLY;BYDAY=4TH;UNTIL=20270201", "FREQ=MONTHLY;BYDAY=4TH", date(2027, 2, 1), None,
         "четвёртый четверг месяца, до 1 февраля 2027"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", None, None,
         "раз в 3 недели по вторникам, по четвергам"),
    ],
)  # fmt: skip
def test_the_present_repetition_stands_chosen_and_is_named(
    owner: User, client_of_owner: Client, rule: str, how: str, until: date | None, count: int | None, said: str
) -> None:
    second = _second_of(owner, rule)
    answer = client_of_owner.get(reverse("events:repeat", args=[second.pk]))
    form, page = answer.context["form"], answer.content.decode()
    assert [form[name].value() for name in ("how", "until", "count")] == [how, until, count]
    assert how in dict(form.fields["how"].choices)
    assert f"Сейчас повторяется: <strong>{said}</strong>" in page


def test_sent_as_it_stands_it_makes_as_many_again(owner: User, client_of_owner: Client) -> None:
    second = _second_of(owner, "FREQ=WEEKLY;BYDAY=TH;COUNT=5")
    answer = client_of_owner.get(reverse("events:repeat", args=[second.pk]))
    assert answer.context["outlook"].count == 4
    sent = {name: answer.context["form"][name].value() or "" for name in ("how", "until", "count")}
    assert client_of_owner.post(reverse("events:repeat", args=[second.pk]), sent).status_code == 302
    assert Event.objects.for_owner(owner).count() == 5


def test_a_way_of_ones_own_begins_with_what_there_is(owner: User, client_of_owner: Client) -> None:
    second = _second_of(owner, "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH")
    form = client_of_owner.get(reverse("events:repeat", args=[second.pk])).context["form"]
    assert [form[name].value() for name in ("every", "unit", "weekdays")] == [3, "weeks", ["1", "3"]]


def test_a_moved_event_keeps_the_rule_of_its_series(owner: User, client_of_owner: Client) -> None:
    second = _second_of(owner, "FREQ=MONTHLY;BYDAY=4TH")
    Event.objects.filter(pk=second.pk).update(starts=second.starts + timedelta(days=1))
    form = client_of_owner.get(reverse("events:repeat", args=[second.pk])).context["form"]
    assert form["how"].value() == "FREQ=MONTHLY;BYDAY=4TH"


def test_the_way_out_is_called_by_what_it_does(owner: User, client_of_owner: Client) -> None:
    new = make_event(owner=owner, name="Новое", starts=STARTS)
    address = reverse("events:repeat", args=[new.pk])
    page = client_of_owner.get(address).content.decode()
    assert "Не повторять</a>" in page
    assert "Сейчас повторяется" not in page
    page = client_of_owner.get(reverse("events:repeat", args=[_second_of(owner, "FREQ=DAILY").pk])).content.decode()
    assert "Не повторять" not in page
    assert "Отмена</a>" in page
