"""Mentions as people meet them: typed, shown as links, found again on the page of who is meant."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.actions.merging import merge
from contacts.actions.trash import delete_contact
from contacts.forms.mentions import resolved
from contacts.last_contact import add_last_contact
from contacts.markdown import inline, render
from contacts.mentions.tokens import excerpt, led_elsewhere, mentioned_ids, plain, token
from contacts.models import Contact, Interaction, Mention, Participant, Promise
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_mentorship,
    make_opportunity,
    make_promise,
)

TODAY = "2026-11-20 12:00:00+03:00"


@pytest.fixture
def anna(owner: User) -> Contact:
    return make_contact(owner=owner, name="Анна Петрова")


@pytest.fixture
def boris(owner: User) -> Contact:
    return make_contact(owner=owner, name="Борис Котов")


@given(name=st.text(min_size=1, max_size=60), pk=st.integers(1, 10**15), before=st.text(), after=st.text())
def test_a_token_is_read_back_from_any_text(name: str, pk: int, before: str, after: str) -> None:
    written = token(name, pk)
    if written.startswith("@[ #"):
        return
    text = f"{before.replace('@[', '')} {written} {after.replace('@[', '')}"
    assert mentioned_ids(text) == [pk]
    assert f"#{pk}]" not in plain(text).removesuffix(after)
    assert mentioned_ids(led_elsewhere(text, {pk: pk + 1})) == [pk + 1]
    line = excerpt(text, pk)
    assert line is not None
    assert excerpt(text, pk + 1) is None


@given(st.text())
def test_any_text_renders_without_a_link_to_nobody(text: str) -> None:
    assert "/contacts/" not in render(text.replace("/contacts/", ""), {7: "Анна"}).replace("@Анна", "") or "#7]" in text
    assert "<script" not in inline(text, {7: "<script>"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("с @Анна Петрова о бюджете", "с @[Анна Петрова #{anna}] о бюджете"),
        ("с @анна петрова, и всё", "с @[Анна Петрова #{anna}], и всё"),
        ("с @Петрова Анна.", "с @[Анна Петрова #{anna}]."),
        ("(@Анна) и @Борис Котов", "(@[Анна Петрова #{anna}]) и @[Борис Котов #{boris}]"),
        ("@Лёша один из двух", "@Лёша один из двух"),
        ("@Никто Неизвестный", "@Никто Неизвестный"),
        ("почта anna@Анна.рф и site/@Анна", "почта anna@Анна.рф и site/@Анна"),
        ("@anna_p и @анна.петрова", "@anna_p и @анна.петрова"),
        ("@[Анна #{anna}] уже есть", "@[Анна #{anna}] уже есть"),
        ("@[Чужая #{theirs}] осталась словом", "@Чужая осталась словом"),
        ("@[Никто #99999999] тоже", "@Никто тоже"),
    ],
)
def test_a_name_typed_after_an_at_finds_exactly_one_person(
    owner: User, stranger: User, anna: Contact, boris: Contact, typed: str, meant: str
) -> None:
    make_contact(owner=owner, name="Лёша Первый")
    make_contact(owner=owner, name="Леша Второй")
    theirs = make_contact(owner=stranger, name="Никто Неизвестный")
    ids = {"anna": anna.pk, "boris": boris.pk, "theirs": theirs.pk}
    assert resolved(owner, [typed.format(**ids)]) == [meant.format(**ids)]


def test_too_many_names_to_look_up_leave_the_rest_as_typed(owner: User, anna: Contact) -> None:
    make_contact(owner=owner, name="Анна Яковлева")
    text = " ".join(f"@Имя{letter} Фамилия{other}" for letter in "абвгдежзик" for other in "абвгде")
    found = resolved(owner, [f"@Анна Петрова {text} @Анна"])[0]
    assert found == f"{token('Анна Петрова', anna.pk)} {text} @Анна"


def test_a_form_that_stood_open_during_a_merge_mentions_who_stayed(owner: User, anna: Contact) -> None:
    double = make_contact(owner=owner, name="Аня Петрова")
    text = f"привет, {token('Аня', double.pk)}"
    merge(owner=owner, kept=anna, gone=double, chosen={})
    assert resolved(owner, [text]) == [f"привет, {token('Аня', anna.pk)}"]


@time_machine.travel(TODAY)
def test_the_quick_log_without_scripts(client_of_owner: Client, owner: User, anna: Contact, boris: Contact) -> None:
    form = client_of_owner.get(reverse("home:quick_log")).context["form"]
    data = {"who": f"id:{boris.pk}", "kind": "call", "day": "2026-11-20", "key": form["key"].value()}
    data |= {"note": "Говорили про @Анна Петрова", "promise": "написать @Анна Петрова", "direction": "mine"}
    client_of_owner.post(reverse("home:quick_log"), data)
    talk, promise = Interaction.objects.get(), Promise.objects.get()
    mentions = Mention.objects.for_owner(owner).filter(contact=anna)
    assert {one.source.get_absolute_url() for one in mentions} == {talk.get_absolute_url(), promise.get_absolute_url()}
    assert str(promise) == "написать @Анна Петрова"
    page = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert f'Говорили про <a href="{anna.get_absolute_url()}">@Анна Петрова</a>' in page
    assert f'написать <a href="{anna.get_absolute_url()}">@Анна Петрова</a>' in page
    anna.family_name = "Сидорова"
    anna.save()
    page = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert f'<a href="{anna.get_absolute_url()}">@Анна Сидорова</a>' in page
    add_last_contact([anna], owner, date(2026, 11, 20))
    assert anna.last_contact is None


def test_editing_a_talk_moves_its_mentions(client_of_owner: Client, owner: User, anna: Contact, boris: Contact) -> None:
    talk = make_interaction(owner=owner, contacts=[boris], note=token("Анна Петрова", anna.pk))
    data = {"who": f"id:{boris.pk}", "kind": "call", "day": "2026-10-01", "version": talk.version}
    data |= {"note": "ничего", f"own_{boris.pk}": "дружит с @Анна Петрова"}
    client_of_owner.post(talk.get_absolute_url(), data)
    mention = Mention.objects.get()
    assert (mention.participant, mention.contact) == (Participant.objects.get(), anna)
    page = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert f'дружит с <a href="{anna.get_absolute_url()}">@Анна Петрова</a>' in page


def mentions_of(client: Client, person: Contact) -> str:
    return client.get(reverse("contacts:mentions", args=[person.pk])).content.decode()


def test_the_page_of_who_is_meant_leads_back_with_the_line_around(
    client_of_owner: Client, owner: User, anna: Contact, boris: Contact
) -> None:
    assert "Пока нигде не упоминается" in mentions_of(client_of_owner, anna)
    named = token("Аня", anna.pk)
    talk = make_interaction(
        owner=owner, contacts=[boris], kind="call", note=f"Первая строка\nзовёт {named} <b>в гости</b>\nтретья"
    )
    promise = make_promise(contact=boris, text=f"познакомить с {named}")
    boris.about = f"Муж {named}"
    boris.save()
    make_mentorship(contact=boris, goal="Рост", note=f"вместе с {named}")
    anna.about = f"Это сама {named}"
    anna.save()
    page = mentions_of(client_of_owner, anna)
    assert "зовёт <b>@Анна Петрова</b> &lt;b&gt;в гости&lt;/b&gt;</div>" in page
    assert "Первая строка" not in page
    for row in (talk, promise):
        assert row.get_absolute_url() in page
    for words in ("Звонок: Борис Котов", "Моё обещание: Борис Котов", "О человеке: Борис Котов", "Борис Котов: Рост"):
        assert words in page, words
    assert "Это сама" not in page
    talk.throw_away()
    assert "зовёт" not in mentions_of(client_of_owner, anna)
    trash = delete_contact(contact=boris)
    assert "Пока нигде не упоминается" in mentions_of(client_of_owner, anna)
    trash.put_back()
    assert "Муж" in mentions_of(client_of_owner, anna)


def test_who_is_deleted_is_a_word_until_they_return(
    client_of_owner: Client, owner: User, anna: Contact, boris: Contact
) -> None:
    make_interaction(owner=owner, contacts=[boris], note=f"и {token('Анна Петрова', anna.pk)}")
    trash = delete_contact(contact=anna)
    page = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert "и @Анна Петрова" in page
    assert anna.get_absolute_url() not in page
    trash.put_back()
    assert anna.get_absolute_url() in client_of_owner.get(boris.get_absolute_url()).content.decode()


def test_a_strangers_person_is_never_a_link(
    client_of_owner: Client, owner: User, stranger: User, boris: Contact
) -> None:
    theirs = make_contact(owner=stranger, name="Тайна Чужая")
    make_interaction(owner=owner, contacts=[boris], note=token("некто", theirs.pk))
    page = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert "@некто" in page
    assert "Тайна" not in page
    assert theirs.get_absolute_url() not in page


def test_what_cannot_hold_a_link_holds_words() -> None:
    people = {7: "Анна <b>"}
    assert render("@[А #7]", people) == '<p><a href="/contacts/7/">@Анна &lt;b&gt;</a></p>\n'
    assert render("[с @[А #7]](https://a.ru)", people).count("<a ") == 1
    assert "@А" in render("@[А #8]", people)
    assert render("\ue0007\ue001", people) == "<p>7</p>\n"
    assert render("**@[А #7]**, @[Б #7]", people).count('href="/contacts/7/"') == 2
    assert inline("<i> @[А #7] @[Б #8]", people) == '&lt;i&gt; <a href="/contacts/7/">@Анна &lt;b&gt;</a> @Б'


def test_the_list_goes_on(client_of_owner: Client, owner: User, anna: Contact, boris: Contact) -> None:
    for number in range(25):
        make_interaction(owner=owner, contacts=[boris], note=f"номер {number:02} {token('Анна', anna.pk)}")
    first = client_of_owner.get(reverse("contacts:mentions", args=[anna.pk])).context["found"]
    address = reverse("contacts:mentions", args=[anna.pk])
    second = client_of_owner.get(address, {"before": first.before.isoformat()}).context["found"]
    lines = [one.line.before for one in (*first.links, *second.links)]
    assert lines == [f"номер {number:02} " for number in reversed(range(25))]
    assert second.before is None


def test_pages_ask_the_same_however_many_are_mentioned(client_of_owner: Client, owner: User, boris: Contact) -> None:
    anna, counts = make_contact(owner=owner, name="Анна"), []
    for rows in (1, 2):
        for _ in range(rows):
            other = make_contact(owner=owner)
            text = f"{token('Анна', anna.pk)} {token('Имя', other.pk)}"
            make_interaction(owner=owner, contacts=[boris], note=text)
            make_promise(contact=boris, text=text)
        page = queries_of(client_of_owner, boris.get_absolute_url())
        counts.append((page, queries_of(client_of_owner, reverse("contacts:mentions", args=[anna.pk]))))
    assert counts[0] == counts[1]
    assert counts[0][1] <= 9


@time_machine.travel(TODAY)
def test_a_debrief_and_what_was_given_mention_people(client_of_owner: Client, owner: User, anna: Contact) -> None:
    make_contact(owner=owner, name="Борис Котов")
    event = make_event(owner=owner)
    address = reverse("events:debrief", args=[event.pk])
    form = client_of_owner.get(address).context["form"]
    data = {"version": event.version, "key": form["key"].value(), "my_role": "listener", "names": "", "row": "r1"}
    data |= {"who-r1": "Борис Котов", "talked-r1": "on", "note-r1": "про @Анна", "promise-r1": "письмо @Анна Петрова"}
    data |= {"took_away": "Слушать @Анна Петрова.", "is-r1": "new"}
    assert client_of_owner.post(address, data).status_code == 302
    make_contribution(owner=owner, event=event, note=f"помог, {token('Анна', anna.pk)} довольна")
    opportunity = make_opportunity(owner=owner, event=event, what="Вакансия", note=token("Анна", anna.pk))
    page = client_of_owner.get(event.get_absolute_url()).content.decode()
    assert f'Слушать <a href="{anna.get_absolute_url()}">@Анна Петрова</a>.' in page
    page = mentions_of(client_of_owner, anna)
    for words in ("помог, <b>@Анна Петрова</b> довольна", "Слушать <b>@Анна", "про <b>@Анна", "письмо <b>@Анна"):
        assert words in page, words
    assert opportunity.get_absolute_url() in page
    opportunity.throw_away()
    assert opportunity.get_absolute_url() not in mentions_of(client_of_owner, anna)
