"""What I gave: quick entry, the list of all, panels, delete and undo."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community, Contribution
from communities.models.contribution import ContributionKind
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_contribution, make_event

NOW = "2026-11-20 12:00:00+03:00"
ADD = "communities:contribution_add"
LIST = "communities:contributions"
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def only(owner: User) -> Contribution:
    return Contribution.objects.for_owner(owner).get()


def test_a_kind_and_a_place_are_enough(client_of_owner: Client, owner: User, club: Community) -> None:
    page = client_of_owner.get(reverse(ADD)).content.decode()
    assert page.count('name="kind"') == 8
    data = {"kind": "topic", "community": club.pk, "day": "2026-11-20"}
    assert client_of_owner.post(reverse(ADD) + "?next=/", data).url == "/"  # type: ignore[attr-defined]
    row = only(owner)
    assert (row.kind, row.community, row.day, row.event, row.contact) == ("topic", club, date(2026, 11, 20), None, None)


def test_opened_from_an_event_it_knows_event_community_and_day(
    client_of_owner: Client, owner: User, club: Community
) -> None:
    event = make_event(owner=owner, name="Митап № 3", community=club, starts=datetime(2020, 1, 1, 16, tzinfo=UTC))
    address = f"{reverse(ADD)}?event={event.pk}&kind=expertise"
    form = client_of_owner.get(address).context["form"]
    shown = {name: form[name].value() for name in ("event", "community", "kind", "day")}
    assert shown == {"event": event.pk, "community": club.pk, "kind": "expertise", "day": date(2020, 1, 1)}
    assert "Митап № 3, 1 января 2020" in str(form["event"])
    client_of_owner.post(address, {"kind": "expertise", "event": event.pk, "day": "2026-11-20"})
    assert (only(owner).event, only(owner).community) == (event, club)


def test_for_whom_may_be_somebody_new(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    asked = client_of_owner.get(f"{reverse(ADD)}?contact={anna.pk}")
    assert f"Анна Петрова #{anna.pk}" in asked.content.decode()
    for who in (f"id:{anna.pk}", "Вера Климова"):
        client_of_owner.post(reverse(ADD), {"kind": "help", "contact": who, "day": "2026-11-19"})
    names = [row.contact.name for row in Contribution.objects.for_owner(owner).order_by("pk") if row.contact]
    assert names == ["Анна Петрова", "Вера Климова"]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"kind": ""}, "kind", ""),
        ({"kind": "bribe"}, "kind", ""),
        ({"community": ""}, "community", "в каком сообществе"),
        ({"community": "999999"}, "community", ""),
        ({"day": "2026-11-21"}, "day", "ещё не наступил"),
        ({"day": "0001-01-01"}, "day", "слишком дав"),
        ({"contact": "Анна"}, "contact", "О ком речь?"),
        ({"contact": "id:999999"}, "contact", ""),
        ({"event": "999999"}, "event", ""),
        ({"note": "нуль\x00"}, "note", ""),
    ],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, owner: User, club: Community, wrong: dict[str, str], field: str, said: str
) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    data = {"kind": "help", "community": club.pk, "day": "2026-11-20", "note": "Набранный текст", **wrong}
    response = client_of_owner.post(reverse(ADD), data)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"][field].errors)
    assert response.context["form"][field].errors
    if "note" not in wrong:
        assert "Набранный текст" in response.content.decode()
    assert not Contribution.objects.for_owner(owner).exists()
    fragment = client_of_owner.post(reverse(ADD), data, headers={"HX-Request": "true"})
    assert fragment.status_code == 422
    assert "<html" not in fragment.content.decode()


def test_somebody_elses_rows_are_nobodys(client_of_owner: Client, owner: User, stranger: User) -> None:
    theirs, person = (
        make_community(owner=stranger, name="Тайный круг"),
        make_contact(owner=stranger, name="Чужая Тайна"),
    )
    event = make_event(owner=stranger, name="Закрытая встреча", community=theirs)
    row = make_contribution(owner=stranger, community=theirs, note="секрет")
    page = client_of_owner.get(f"{reverse(ADD)}?community={theirs.pk}&event={event.pk}&contact={person.pk}")
    shown = page.content.decode() + client_of_owner.get(reverse(LIST)).content.decode()
    assert not [word for word in ("Тайный круг", "Чужая Тайна", "Закрытая встреча", "секрет") if word in shown]
    for name in ("communities:contribution_edit", "communities:contribution_delete"):
        assert client_of_owner.post(reverse(name, args=[row.pk]), {"kind": "help"}).status_code == 404
    data = {"kind": "help", "community": theirs.pk, "event": event.pk, "day": "2026-11-20"}
    assert client_of_owner.post(reverse(ADD), data).status_code == 422
    assert not Contribution.objects.for_owner(owner).exists()


def test_edit_delete_and_undo(client_of_owner: Client, owner: User, club: Community) -> None:
    row = make_contribution(owner=owner, kind="help", community=club, note="Посмотрел резюме")
    address = reverse("communities:contribution_edit", args=[row.pk])
    data = {"kind": "expertise", "community": club.pk, "day": "2026-11-01", "note": "Разобрал резюме", "version": 1}
    client_of_owner.post(address, data)
    row.refresh_from_db()
    assert (row.kind, row.day, row.note) == ("expertise", date(2026, 11, 1), "Разобрал резюме")
    stale = client_of_owner.post(address, {**data, "note": "Из другой вкладки"})
    assert stale.status_code == 409
    assert "Разобрал резюме" in stale.content.decode()
    assert "Из другой вкладки" in stale.content.decode()
    gone = client_of_owner.post(reverse("communities:contribution_delete", args=[row.pk]))
    assert gone.url == club.get_absolute_url()  # type: ignore[attr-defined]
    assert not Contribution.objects.for_owner(owner).exists()
    row.refresh_from_db()
    assert str(row.trash) == "экспертиза, Клуб"
    client_of_owner.post(reverse("contacts:undo", args=[row.trash_id]))
    assert only(owner) == row


def test_what_lies_in_the_trash_is_not_shown_and_stays_joined(
    client_of_owner: Client, owner: User, club: Community
) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    row = make_contribution(owner=owner, community=club, contact=anna)
    trash = anna.throw_away()
    club.throw_away()
    shown = client_of_owner.get(reverse(LIST)).content.decode()
    assert "Анна Петрова" not in shown
    assert "Клуб" not in shown
    address = reverse("communities:contribution_edit", args=[row.pk])
    assert client_of_owner.get(address).status_code == 200
    saved = client_of_owner.post(address, {"kind": "topic", "day": "2026-11-01", "version": 1})
    assert saved.status_code == 302
    trash.put_back()
    row.refresh_from_db()
    assert (row.kind, row.contact, row.community_id) == ("topic", anna, club.pk)


def test_the_list_narrows_by_kind_month_and_community(client_of_owner: Client, owner: User, club: Community) -> None:
    make_contribution(owner=owner, kind="help", day=date(2026, 10, 31), note="октябрьская", community=club)
    make_contribution(owner=owner, kind="help", day=date(2026, 11, 1), note="ноябрьская")
    make_contribution(owner=owner, kind="topic", day=date(2026, 11, 30), note="тема")
    make_contribution(owner=owner, kind="topic", day=date(2025, 12, 31), note="давняя")

    def notes(**query: Any) -> list[str]:
        return [row.note for row in client_of_owner.get(reverse(LIST), query).context["rows"]]

    assert notes() == ["тема", "ноябрьская", "октябрьская", "давняя"]
    assert notes(kind="help") == ["ноябрьская", "октябрьская"]
    assert notes(month="2026-11") == ["тема", "ноябрьская"]
    assert notes(month="2025-12") == ["давняя"]
    assert notes(month="2026-11", kind="help") == ["ноябрьская"]
    assert notes(community=club.pk) == ["октябрьская"]
    for nonsense in ("2026-13", "0000-01", "²026-01", "x" * 100, "9999-12"):
        assert len(notes(month=nonsense, kind="king", before="9" * 30)) == 4
    months = [value for value, _name, _chosen in client_of_owner.get(reverse(LIST)).context["months"]]
    assert (months[0], months[1], months[-1], len(months)) == ("2026-11", "2026-10", "2025-12", 12)
    assert ("1950-01", "Январь 1950", "chosen") in client_of_owner.get(reverse(LIST), {"month": "1950-01"}).context[
        "months"
    ]
    fragment = client_of_owner.get(reverse(LIST), {"month": "2026-10"}, headers={"HX-Request": "true"}).content.decode()
    assert "октябрьская" in fragment
    assert "ноябрьская" not in fragment
    assert "<html" not in fragment


def test_pages_go_on_without_gaps_or_doubles(client_of_owner: Client, owner: User) -> None:
    made = {make_contribution(owner=owner, day=date(2026, 10, 1 + n % 3)).pk for n in range(90)}
    seen: list[int] = []
    query = "kind=help"
    while query:
        page = client_of_owner.get(f"{reverse(LIST)}?{query}")
        seen += [row.pk for row in page.context["rows"]]
        query = page.context["more"]
        assert not query or "kind=help" in query
    assert len(seen) == 90
    assert set(seen) == made


def test_one_row_asks_as_many_queries_as_three(client_of_owner: Client, owner: User, club: Community) -> None:
    anna, event = make_contact(owner=owner), make_event(owner=owner, community=club)
    panels = [
        reverse("communities:community_giving", args=[club.pk]),
        reverse("communities:event_giving", args=[event.pk]),
        reverse("communities:contact_giving", args=[anna.pk]),
    ]
    asked = []
    for more in (1, 2):
        for _ in range(more):
            make_contribution(owner=owner, community=club, event=event, contact=anna)
        asked.append([queries_of(client_of_owner, address) for address in (reverse(LIST), *panels, reverse(ADD))])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 10


@pytest.mark.parametrize("page", ["community", "event", "contact"])
def test_each_page_shows_what_was_given_there(client_of_owner: Client, owner: User, club: Community, page: str) -> None:
    around: dict[str, Any] = {
        "community": club,
        "event": make_event(owner=owner, community=club),
        "contact": make_contact(owner=owner, name="Анна Петрова"),
    }
    make_contribution(owner=owner, note="Подсказка про очередь", **{page: around[page]})
    make_contribution(owner=owner, note="Совсем другое")
    panel = reverse(f"communities:{page}_giving", args=[around[page].pk])
    assert panel in client_of_owner.get(around[page].get_absolute_url()).content.decode()
    shown = client_of_owner.get(panel).content.decode()
    assert "Подсказка про очередь" in shown
    assert "Совсем другое" not in shown
    assert f"{reverse(ADD)}?{page}={around[page].pk}" in shown


def test_all_eight_kinds_of_the_notes_are_there() -> None:
    assert len(ContributionKind.values) == 8


def test_names_in_a_note_lead_to_their_records(client_of_owner: Client, owner: User, club: Community) -> None:
    anna = make_contact(owner=owner, given_name="Анна", family_name="Петрова")
    note = f"Свёл [[Анна Петрова|Анну]] с [[клуб]], спасибо @[Анна Петрова #{anna.pk}] <b>и</b> [[Никто]]"
    make_contribution(owner=owner, community=club, note=note)
    said = (
        f'Свёл <a href="{anna.get_absolute_url()}">Анну</a> с <a href="{club.get_absolute_url()}">клуб</a>, спасибо '
        f'<a href="{anna.get_absolute_url()}">@Анна Петрова</a> &lt;b&gt;и&lt;/b&gt; [[Никто]]'
    )
    for address in (reverse(LIST), reverse("communities:community_giving", args=[club.pk])):
        assert said in client_of_owner.get(address).content.decode()
