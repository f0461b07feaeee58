"""Whoever is found by something else than the name says by what."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Participant
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import DAY, make_channel, make_contact, make_interaction, make_tag

STORY = "Долго говорили о горах и о том, что **Анна** из соседнего отдела ищет попутчиков на Алтай, и о погоде тоже."


def people(owner: User) -> dict[str, Contact]:
    made = {name: make_contact(owner=owner, name=f"{name} Котова") for name in ("Вера", "Ия", "Лия", "Зоя", "Майя")}
    made["Вера"].tags.add(make_tag(owner=owner, name="анналы"))
    Contact.objects.filter(pk=made["Лия"].pk).update(about="")
    made["Ия"].company = "Анналитика"
    made["Ия"].save()
    made["Лия"].about = "Познакомила с Анной Сергеевной"
    made["Лия"].save()
    make_interaction(owner=owner, contacts=[made["Зоя"]], note=STORY)
    talk = make_interaction(owner=owner, contacts=[made["Майя"], make_contact(owner=owner, name="Нонна Ли")])
    own = Participant.objects.get(interaction=talk, contact=made["Майя"])
    own.own_note = "сестра Анны"
    own.save()
    return made


def shown(client: Client, query: str) -> str:
    return unescape(client.get(reverse("contacts:list"), {"q": query}).content.decode())


def test_each_says_where_the_word_stands(client_of_owner: Client, owner: User) -> None:
    made = people(owner)
    namesake = make_contact(owner=owner, name="Анна Петрова", company="Анна и Ко")
    page = client_of_owner.get(reverse("contacts:list"), {"q": "анн"})
    places = {one.contact: one.place for one in page.context["found"]}
    assert places[namesake] is None
    said = {one: f"{place.where}: {place.before}<{place.word}>{place.after}" for one, place in places.items() if place}
    assert said == {
        made["Вера"]: "метка: <анналы>",
        made["Ия"]: "компания: <Анналитика>",
        made["Лия"]: "о человеке: Познакомила с <Анной> Сергеевной",
        made["Зоя"]: "разговор: …о горах и о том, что <Анна> из соседнего отдела ищет попутчиков на…",
        made["Майя"]: "разговор: сестра <Анны>",
    }
    assert "компания: <mark>Анналитика</mark>" in shown(client_of_owner, "анн")


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("вера анналы", "<mark>анналы</mark>"),
        ("fyyfkbnbrf", "<mark>Анналитика</mark>"),
        ("annalitika", "<mark>Анналитика</mark>"),
        ("зоя алтай", "<mark>Алтай</mark>"),
        ("алтая", "<mark>Алтай</mark>"),
        ("9161234567", "<mark>+79161234567</mark>"),
        ("traveller", "<mark>@traveller_77</mark>"),
    ],
)
def test_the_piece_is_marked_whatever_the_way(client_of_owner: Client, owner: User, query: str, marked: str) -> None:
    zoya = people(owner)["Зоя"]
    make_channel(contact=zoya, kind="phone", value="+79161234567")
    make_channel(contact=zoya, value="@traveller_77")
    assert marked in shown(client_of_owner, query)


@pytest.mark.parametrize("query", ["вера", "зоя котова", "веры", "Vera", "dthf"])
def test_a_name_explains_itself(client_of_owner: Client, owner: User, query: str) -> None:
    people(owner)
    page = shown(client_of_owner, query)
    assert "Котова" in page
    assert "<mark>" not in page


def test_what_was_written_is_shown_as_text(client_of_owner: Client, owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner, name="Зоя Ли")], note="<b>алтай</b> & <script>")
    raw = client_of_owner.get(reverse("contacts:list"), {"q": "алтай"}).content.decode()
    assert "&lt;b&gt;" not in raw.split("<mark>")[0] or "<b>" not in raw
    assert "<mark>алтай</mark>" in raw
    assert "<script>" not in raw.split("<mark>")[1].split("</div>")[0]


def test_nothing_of_a_strangers_or_of_the_trash(client_of_owner: Client, owner: User, stranger: User) -> None:
    zoya = make_contact(owner=owner, name="Зоя Ли", about="ездила на Алтай")
    make_interaction(owner=stranger, contacts=[make_contact(owner=stranger, name="Чужая")], note="алтай чужой")
    make_interaction(owner=owner, contacts=[zoya], note="алтай выброшен").throw_away()
    page = shown(client_of_owner, "алтай")
    assert "ездила на" in page
    assert "чужой" not in page
    assert "выброшен" not in page


def test_a_full_page_of_reasons_stays_light(client_of_owner: Client, owner: User) -> None:
    counts = []
    for number in range(52):
        one = make_contact(owner=owner, name=f"Зоя{number} Котова", company="Рога и копыта", city="Тверь")
        make_interaction(owner=owner, contacts=[one], day=DAY, note=STORY)
        if number in (0, 2):
            counts.append(queries_of(client_of_owner, f"{reverse('contacts:list')}?q=алтай"))
    assert counts[0] == counts[1]
    answer = client_of_owner.get(reverse("contacts:list"), {"q": "алтай"})
    assert answer.content.decode().count("<mark>") == 50
    assert len(answer.content) <= 60 * 1024
    assert counts[1] <= 10


@pytest.mark.parametrize("query", ["алт", "алтай", "fknfq", "пртова", "котрова"])
@pytest.mark.parametrize("route", ["contacts:list", "home:palette"])
def test_a_search_takes_at_most_ten_queries(client_of_owner: Client, owner: User, route: str, query: str) -> None:
    """With something of every kind to be found: a company, a tag, a channel, a note, a talk, and the filters open."""
    make_contact(owner=owner, name="Иван Петров", company="Алтайский мёд")
    make_contact(owner=owner, name="Вера Белова", about="Выросла на Алтае")
    make_channel(contact=make_contact(owner=owner, name="Ян Ким"), value="алтай@example.org", kind="email")
    make_contact(owner=owner, name="Лев Чуб").tags.add(make_tag(owner=owner, name="алтайцы"))
    make_interaction(owner=owner, contacts=[make_contact(owner=owner, name="Ия Котова")], day=DAY, note="Об Алтае")
    address = reverse(route)
    if route == "home:palette":
        # A keystroke; the page that is the palette alone asks for its frame too.
        client_of_owner.defaults["HTTP_HX_REQUEST"] = "true"
    client_of_owner.get(address)
    assert queries_of(client_of_owner, f"{address}?q={query}&filters=open") <= 10
