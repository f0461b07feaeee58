"""`[[Name]]` in one's own texts leads to one's own records, and to nobody else's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.markdown import inline, render
from contacts.mentions.names import Named, names_of
from networking.accounts.models import User
from networking.guidance.models import Note
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_event, make_interaction, make_promise
from tests.guidance.folders import bring

pytestmark = pytest.mark.django_db


def shown(owner: User, text: str) -> str:
    return str(render(text, names_of(owner, [text])))


def test_people_are_found_by_name_in_either_order(owner: User) -> None:
    person = make_contact(owner=owner, name="Пётр Чайковский", patronymic="Ильич", nickname="petr")
    link = f'<a href="{reverse("contacts:contact", args=[person.pk])}">'
    for name in (
        "Пётр Чайковский", "петр  чайковский", "Чайковский Пётр", "petr",
        "Пётр Ильич Чайковский", "Чайковский Пётр Ильич",
    ):  # fmt: skip
        assert f"{link}{' '.join(name.split()) if '  ' not in name else name}</a>" in shown(owner, f"с [[{name}]] вот")
    assert f"{link}композитор</a>" in shown(owner, "с [[Пётр Чайковский|композитор]]")
    assert "[[Пётр]]" in shown(owner, "[[Пётр]]")


def test_communities_and_notes_are_found_after_people(owner: User, tmp_path: Path) -> None:
    bring(tmp_path, {"Как слушать.md": "слушайте", "Гильдия.md": "г"})
    community = make_community(owner=owner, name="Гильдия")
    html = shown(owner, "[[гильдия]] и [[Как слушать]], но не [[Такой нет]]")
    assert f'<a href="{community.get_absolute_url()}">гильдия</a>' in html
    assert '<a href="/guidance/' in html
    assert "[[Такой нет]]" in html


def test_notes_are_found_by_what_else_they_are_called(owner: User, tmp_path: Path) -> None:
    head = "---\naliases: [{}]\n---\n{}"
    files: dict[str, str | bytes] = {
        "Приём.md": head.format("Слух", "# Как слушать людей\n\n## До"),
        "Слух.md": "с",
        "Было.md": head.format("Ушло", "б"),
        "А/Две.md": "а",
        "Б/Две.md": head.format("Очень другое", "б"),
    }
    bring(tmp_path, files)
    (tmp_path / "Было.md").unlink()
    bring(tmp_path, {})
    to = {note.path: note.get_absolute_url() for note in Note.objects.all()}
    links = names_of(owner, ["[[как слушать людей]] [[Слух]] [[Приём]] [[Ушло]]"]).links
    assert names_of(owner, ["[[Приём.md#До]] [[Слух#Нет такого]] [[#До]] [[п/]] [[нет/Приём]]"]).links == {
        "прием.md#до": f"{to['Приём.md']}#h-до", "слух#нет такого": to["Слух.md"],
    }  # fmt: skip
    assert names_of(owner, ["[[А/Две]] [[б/две]] [[очень-другое]]"]).links == {
        "а/две": to["А/Две.md"], "б/две": to["Б/Две.md"], "очень-другое": to["Б/Две.md"],
    }  # fmt: skip
    # The name of one note goes before the alias of another.
    assert links == {"как слушать людей": to["Приём.md"], "слух": to["Слух.md"], "прием": to["Приём.md"]}


def test_a_name_of_several_leads_to_the_list_of_them(owner: User) -> None:
    for _ in range(2):
        make_contact(owner=owner, name="Анна Иванова")
    assert f'<a href="{reverse("contacts:list")}?q=' in shown(owner, "[[Анна Иванова]]")


def test_nobody_elses_records_are_led_to(owner: User, stranger: User) -> None:
    make_contact(owner=stranger, name="Анна Иванова")
    make_community(owner=stranger, name="Клуб")
    gone = make_contact(owner=owner, name="Борис Петров")
    gone.throw_away()
    text = "[[Анна Иванова]] [[Клуб]] [[Борис Петров]]"
    assert "<a" not in shown(owner, text)
    assert names_of(owner, [text]).links == {}


def test_the_texts_of_talks_events_people_and_communities_have_links(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, name="Клуб", about="рядом с [[Анна Иванова]]")
    person = make_contact(owner=owner, name="Анна Иванова", about="из [[Клуб]]а")
    make_interaction(owner=owner, contacts=[person], day=date(2026, 11, 3), note="про [[клуб|наш клуб]]")
    event = make_event(
        owner=owner, starts=datetime(2026, 11, 3, tzinfo=UTC), about="с [[Анна Иванова]]", took_away="[[Клуб]] растёт"
    )
    to_club, to_anna = f'<a href="{club.get_absolute_url()}">', f'<a href="{person.get_absolute_url()}">'
    html = client_of_owner.get(person.get_absolute_url()).content.decode()
    assert f"{to_club}Клуб</a>" in html
    assert f"{to_club}наш клуб</a>" in html
    html = client_of_owner.get(event.get_absolute_url()).content.decode()
    assert f"{to_anna}Анна Иванова</a>" in html
    assert f"{to_club}Клуб</a>" in html
    assert f"{to_anna}Анна Иванова</a>" in client_of_owner.get(club.get_absolute_url()).content.decode()


def test_a_name_costs_a_query_for_each_sort_of_record_and_no_more(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Иванова", about="просто")
    plain = queries_of(client_of_owner, person.get_absolute_url())
    person.about = " ".join(f"[[Имя {number}]]" for number in range(30))
    person.save()
    assert queries_of(client_of_owner, person.get_absolute_url()) == plain + 3


@time_machine.travel("2026-11-20 12:00:00+03:00", tick=False)
def test_promises_have_links_wherever_they_stand(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, name="Клуб", membership_terms="пишет [[Анна Иванова]]")
    person = make_contact(owner=owner, name="Анна Иванова", how_met="через [[клуб]]", met_on=date(2026, 10, 1))
    text = "позвать в [[клуб|наш клуб]] <b>, [[Никого нет]]"
    promise = make_promise(contact=person, text=text, due_on=date(2026, 11, 1), made_on=date(2026, 10, 1))
    make_promise(contact=person, text="просто <i>", due_on=date(2026, 11, 1), made_on=date(2026, 10, 1))
    to_club = f'<a href="{club.get_absolute_url()}">'
    addresses = ["/", reverse("contacts:promises"), person.get_absolute_url()]
    for address in addresses:
        html = client_of_owner.get(address).content.decode()
        assert f"позвать в {to_club}наш клуб</a> &lt;b&gt;, [[Никого нет]]" in html, address
        assert f'class="own-title-open" href="{promise.get_absolute_url()}' in html, address
        assert "просто &lt;i&gt;</a>" in html, address
    assert f"через {to_club}клуб</a>" in html
    assert (
        f'<a href="{person.get_absolute_url()}">Анна Иванова</a>'
        in client_of_owner.get(club.get_absolute_url()).content.decode()
    )
    promise.keep(on=date(2026, 11, 20))
    assert f"{to_club}наш клуб</a>" in client_of_owner.get(reverse("contacts:promise_history")).content.decode()


@time_machine.travel("2026-11-20 12:00:00+03:00", tick=False)
def test_many_names_in_promises_cost_no_more_than_one(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Иванова")
    make_promise(contact=person, text="[[Анна Иванова]]", due_on=date(2026, 11, 1))
    addresses = ["/", reverse("contacts:promises"), person.get_absolute_url()]
    before = [queries_of(client_of_owner, address) for address in addresses]
    for number in range(4):
        make_promise(contact=person, text=f"[[Анна Иванова]] [[Имя {number}]]", due_on=date(2026, 11, 1))
    after = [queries_of(client_of_owner, address) for address in addresses]
    # Names that no person has are asked for among communities and notes: two queries more, whatever their number.
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 2, 2]


def named(links: dict[str, str]) -> Named:
    made = Named()
    made.links = links
    return made


@pytest.mark.parametrize(
    "text",
    ["[[x|<img src=x onerror=alert(1)>]]", "[[x|\ue0020\ue001]]", "`[[x]]`", "[a [[x]] b](https://example.org)"],
)
def test_what_stands_in_brackets_stays_words(text: str) -> None:
    for html in (render(text, named({"x": "/contacts/1/"})), inline(text, named({"x": "/contacts/1/"}))):
        assert "<img" not in html
        assert html.count("<a ") <= 1


def test_code_keeps_its_brackets() -> None:
    assert "<code>[[x]]</code>" in render("`[[x]]`", named({"x": "/contacts/1/"}))


@given(st.text(alphabet="[]|@#x \ue000\ue001\ue0020<", max_size=60))
def test_any_text_becomes_safe_html(text: str) -> None:
    html = render(text, named({"x": "/contacts/1/"}))
    assert html.count("<a ") == html.count("</a>")
    assert "\ue002" not in html
