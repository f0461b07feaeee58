"""Who is offered as a double, before saving and in the finder, and who is not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.actions.doubles import MOST_ALIKE
from contacts.doubles.before_saving import stored_card
from contacts.doubles.likeness import LEAST, WARN, compare
from contacts.models import Contact, DoubleKey, DoublePair, DoubleRun, Merge, NotSame
from networking.accounts.models import User
from tests.factories import make_channel, make_contact, make_promise


def score(owner: User, one: dict[str, str], other: dict[str, str]) -> int:
    cards = [stored_card(make_contact(owner=owner, **said)) for said in (one, other)]
    assert compare(*cards) == compare(*reversed(cards))
    return compare(*cards).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна Петрова", "анна петрова"),
        ("Пётр Алёшин", "Петр Алешин"),
        ("Пётр Иванов", "Pyotr Ivanov"),
        ("Саша Иванов", "Александр Иванов"),
        ("Анна Петрова", "Петрова Анна"),
    ],
)
def test_the_same_name_in_another_dress_is_a_double(owner: User, one: str, other: str) -> None:
    assert score(owner, {"name": one}, {"name": other}) >= WARN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна Иванова", "Инна Иванова"),
        ("Мария Петрова", "Марина Петрова"),
        ("Александр Иванов", "Александра Иванова"),
        ("Саша Иванов", "Саша Иванова"),
        ("Анна Петрова", "Анна Сидорова"),
        ("Анна", "Анна"),
    ],
)
def test_likeness_of_letters_is_not_enough_even_in_one_company(owner: User, one: str, other: str) -> None:
    work = {"company": "Яндекс"} if " " in one else {}
    assert score(owner, {"name": one, **work}, {"name": other, **work}) < LEAST


def test_a_slip_counts_in_one_company_only(owner: User) -> None:
    one, other = {"name": "Владислав Кузнецов"}, {"name": "Владислав Кузнецоф"}
    assert score(owner, one, other) < LEAST
    assert score(owner, {**one, "company": "ООО Яндекс"}, {**other, "company": "Yandex"}) >= WARN


def test_other_patronymics_are_other_people(owner: User) -> None:
    one = {"name": "Анна Петрова", "patronymic": "Ивановна"}
    assert score(owner, one, {"name": "Анна Петрова", "patronymic": "Олеговна"}) < LEAST


FORM = {"given_name": "Аня", "family_name": "Петрова", "channels_text": "8 916 000-00-00", "city": "Тверь"}


def test_saving_a_likely_double_asks_first_and_keeps_the_text(client_of_owner: Client, owner: User) -> None:
    known = make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    make_channel(contact=known, kind="phone", value="+79160000000")
    asked = client_of_owner.post(reverse("contacts:add"), FORM)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert known.get_absolute_url() in page
    assert "Яндекс" in page
    assert "+79160000000" in page
    assert 'value="Тверь"' in page
    assert Contact.objects.count() == 1
    again = client_of_owner.post(reverse("contacts:add"), {**FORM, "not_doubles": str(known.pk)})
    assert again.status_code == 302
    new = Contact.objects.exclude(pk=known.pk).get()
    assert (new.given_name, new.city) == ("Аня", "Тверь")
    assert NotSame.objects.get().people == (known, new)


def test_an_edit_asks_only_when_it_makes_a_double_and_never_twice(client_of_owner: Client, owner: User) -> None:
    known, person = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Инна Петрова")
    address = reverse("contacts:edit", args=[person.pk])
    said = {"given_name": "Анна", "family_name": "Петрова", "version": 1}
    assert client_of_owner.post(address, said).status_code == 422
    assert client_of_owner.post(address, {**said, "not_doubles": str(known.pk)}).status_code == 302
    assert client_of_owner.post(address, {**said, "version": 2, "nickname": "анна"}).status_code == 302


def test_a_stranger_is_no_double_and_no_answer(client_of_owner: Client, stranger: User) -> None:
    theirs = make_contact(owner=stranger, name="Анна Петрова")
    make_channel(contact=theirs, kind="phone", value="+79160000000")
    answer = client_of_owner.post(reverse("contacts:add"), {**FORM, "not_doubles": str(theirs.pk)})
    assert answer.status_code == 302
    assert not NotSame.objects.exists()


def look(client: Client) -> None:
    address = reverse("contacts:doubles_run")
    client.post(address)
    for _step in range(10):
        if DoubleRun.objects.get().ended_at:
            return
        client.post(address, {"go_on": "1"})
    raise AssertionError("the run does not end")


def test_the_finder_finds_drops_and_remembers(client_of_owner: Client, owner: User, stranger: User) -> None:
    one, two = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Аня Петрова")
    mail, post = make_contact(owner=owner, name="Олег Орлов"), make_contact(owner=owner, name="Пётр Рыбин")
    for person in (mail, post):
        make_channel(contact=person, kind="email", value="both@example.org")
    make_contact(owner=stranger, name="Анна Петрова")
    address = reverse("contacts:doubles")
    look(client_of_owner)
    assert {pair.people for pair in DoublePair.objects.all()} == {(one, two), (mail, post)}
    assert not DoubleKey.objects.exists()
    page = client_of_owner.get(address).content.decode()
    assert "both@example.org" in page
    post.channels.all().delete()
    page = client_of_owner.get(address).content.decode()
    assert "both@example.org" not in page
    assert DoublePair.objects.get().people == (one, two)
    client_of_owner.post(reverse("contacts:not_same", args=[two.pk, one.pk]))
    look(client_of_owner)
    assert not DoublePair.objects.exists()
    client_of_owner.post(reverse("contacts:not_same_undo", args=[NotSame.objects.get().pk]))
    assert DoublePair.objects.get().people == (one, two)
    one.throw_away()
    assert reverse("contacts:merge", args=[one.pk, two.pk]) not in client_of_owner.get(address).content.decode()


def test_what_too_many_share_is_said_and_not_compared(client_of_owner: Client, owner: User) -> None:
    for number in range(MOST_ALIKE + 1):
        make_channel(contact=make_contact(owner=owner, name=f"Имя{number}"), kind="phone", value="+74950000000")
    look(client_of_owner)
    assert not DoublePair.objects.exists()
    assert DoubleRun.objects.get().too_common == 1


def test_the_list_of_pairs_asks_as_often_for_one_as_for_three(client_of_owner: Client, owner: User) -> None:
    from django.db import connection

    numbers = []
    for family in ("Петрова", "Орлова", "Рыбина"):
        for given in ("Анна", "Аня"):
            make_contact(owner=owner, name=f"{given} {family}")
        look(client_of_owner)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client_of_owner.get(reverse("contacts:doubles"))
        numbers.append(len(asked))
    assert DoublePair.objects.count() == 3
    assert numbers[0] == numbers[2] <= 12


def test_merging_on_the_page_and_taking_it_back(client_of_owner: Client, owner: User) -> None:
    kept = make_contact(owner=owner, name="Аня Петрова", city="Тверь", about="Горы")
    gone = make_contact(owner=owner, name="Анна Петрова", company="Яндекс", city="Казань", about="Чай")
    promise = make_promise(contact=gone)
    address = reverse("contacts:merge", args=[kept.pk, gone.pk])
    page = client_of_owner.get(address).content.decode()
    assert "Тверь" in page
    assert "Казань" in page
    assert client_of_owner.post(address, {"city": "nonsense"}).status_code == 422
    answer = client_of_owner.post(address, {"city": "kept", "given_name": "gone"}, follow=True)
    kept.refresh_from_db()
    said = (kept.given_name, kept.city, kept.company, kept.about)
    assert said == ("Анна", "Тверь", "Яндекс", "Горы\n\nЧай")
    promise.refresh_from_db()
    assert promise.contact == kept
    undo = reverse("contacts:unmerge", args=[Merge.objects.get().pk])
    assert undo in answer.content.decode()
    assert undo in client_of_owner.get(reverse("contacts:trash")).content.decode()
    client_of_owner.post(undo)
    promise.refresh_from_db()
    assert promise.contact == gone
    assert Contact.objects.get(pk=kept.pk).given_name == "Аня"


@pytest.mark.parametrize("name", ["merge", "not_same"])
def test_a_strangers_id_in_either_place_is_404(client_of_owner: Client, owner: User, stranger: User, name: str) -> None:
    mine, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    for pair in ([mine.pk, theirs.pk], [theirs.pk, mine.pk]):
        assert client_of_owner.post(reverse(f"contacts:{name}", args=pair)).status_code == 404
    assert Contact.objects.count() == 2
    assert not NotSame.objects.exists()
