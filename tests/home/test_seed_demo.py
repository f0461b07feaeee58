from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import models

from communities.models import (
    Attendance,
    Community,
    Contribution,
    Event,
    LaunchStep,
    Membership,
    Opportunity,
    Participation,
    Reflection,
)
from communities.models.event import Attended
from contacts.dates import to_congratulate
from contacts.mentions.tokens import plain
from contacts.models import (
    Channel,
    Contact,
    ImportantDate,
    Interaction,
    Mention,
    Mentorship,
    Participant,
    Promise,
    Referral,
    Relationship,
    Submission,
    Tag,
    TieChange,
    Trash,
)
from networking.accounts.models import User
from networking.demo import Counts, InUse, seed
from networking.demo.names import feminine
from networking.demo.texts import LANGUAGES, Texts, pool, said_of
from networking.metrics.facts import standpoint
from networking.metrics.models import MonthClosing, Review, Target
from networking.metrics.review.closing import differences, snapshot
from networking.metrics.review.reminder import month_to_close
from networking.metrics.targets import targets_in
from networking.metrics.windows import Month
from tests.factories import make_contact, make_entry

TODAY = date(2026, 11, 20)
MODELS: tuple[type[models.Model], ...] = (
    Contact, Channel, Tag, Interaction, Participant, Promise, Referral,
    Community, Participation, Membership, Event, Attendance,
    ImportantDate, Relationship, Mentorship, TieChange, Contribution, Opportunity, LaunchStep,
    Reflection, Target, Review, MonthClosing,
)  # fmt: skip
LEFT_OUT = {"id", "owner", "created_at", "updated_at", "entry"}


# For what does not depend on the language, or is there in Russian alone.
once = pytest.mark.parametrize("owner", ["ru"], indirect=True)


@pytest.fixture(params=LANGUAGES)
def owner(owner: User, request: pytest.FixtureRequest) -> User:
    """Somebody of each language: the two networks are equally good."""
    owner.language = request.param
    owner.save()
    return owner


@pytest.fixture
def counts(owner: User) -> Counts:
    return seed(owner=owner, today=TODAY)


def rows(model: type[models.Model], owner: User) -> list[tuple[Any, ...]]:
    """Every row of an owner, links by the place of what they point at, mentions by the name: two owners compare."""
    found = []
    for row in model._default_manager.filter(owner=owner).order_by("pk"):
        values: list[Any] = []
        for field in model._meta.concrete_fields:
            if field.name in LEFT_OUT:
                continue
            value = getattr(row, field.attname)
            if field.name == "figures":
                # Communities stand in a snapshot by their keys, which no two accounts share.
                value = {**value, "communities": [*value["communities"].values()]}
            values.append(place_of(field, value, owner) if field.is_relation else plain(str(value)))
        found.append(tuple(values))
    return found


def place_of(field: Any, pk: int | None, owner: User) -> str:
    if pk is None:
        return ""
    related = field.remote_field.model._default_manager.filter(owner=owner, pk__lt=pk)
    return f"{field.remote_field.model.__name__} {related.count()}"


def female(contact: Contact) -> bool:
    english = {name for _men, women, _families in Texts("en").rows("abroad") for name in women.split()}
    return contact.patronymic.endswith("на") or contact.given_name in {
        *pool("women"), *pool("women_abroad"), *pool("women", "en"), *english,
    }  # fmt: skip


def facts(owner: User) -> Iterable[date]:
    """Every day on which something is said to have happened."""
    for model, names in (
        (Contact, ["met_on", "archived_on"]),
        (Interaction, ["day"]),
        (Promise, ["made_on", "kept_on", "withdrawn_on"]),
        (Referral, ["asked_on", "made_on", "met_on", "useful_on", "thanked_on"]),
        (Membership, ["since", "until"]),
        (Mentorship, ["started_on", "ended_on"]),
        (TieChange, ["day"]),
        (Participation, ["since", "until"]),
        (Contribution, ["day"]),
        (LaunchStep, ["done_on"]),
        (Opportunity, ["received_on", "outcome_on"]),
    ):
        for values in model._default_manager.filter(owner=owner).values_list(*names):
            yield from (value for value in values if value)
    for event in Event.objects.for_owner(owner).exclude(mine=Attended.PLANNED):
        yield event.starts.astimezone(owner.zone).date()


def test_fills_an_account_with_a_whole_life(owner: User, counts: Counts) -> None:
    assert counts.people == Contact.objects.for_owner(owner).count() == 120
    assert counts.interactions == Interaction.objects.for_owner(owner).count()
    assert 800 <= counts.interactions <= 900
    assert counts.events == Event.objects.for_owner(owner).count() > 60
    assert counts.promises == Promise.objects.for_owner(owner).count() > 80
    assert counts.referrals == Referral.objects.for_owner(owner).count() > 30
    assert counts.memberships == Membership.objects.for_owner(owner).count() > 100
    assert counts.attendances == Attendance.objects.for_owner(owner).count() > 300
    assert counts.channels == Channel.objects.for_owner(owner).count() > 120
    assert counts.contributions == Contribution.objects.for_owner(owner).count() > 50
    assert counts.opportunities == Opportunity.objects.for_owner(owner).count() > 10
    assert Opportunity.objects.for_owner(owner).open().exists()
    assert Community.objects.for_owner(owner).internal().count() == 3
    assert Community.objects.for_owner(owner).professional().count() == 6
    assert not Submission.objects.exists()
    assert not Trash.objects.exists()


@time_machine.travel("2026-11-20T09:00:00Z", tick=False)
def test_the_same_seed_and_day_give_the_same_rows(owner: User, stranger: User) -> None:
    stranger.language = owner.language
    seed(owner=owner, people=30, months=6, seed=7)
    seed(owner=stranger, people=30, months=6, seed=7, today=TODAY)
    for model in MODELS:
        assert rows(model, owner) == rows(model, stranger), model.__name__
        assert rows(model, owner), model.__name__


def test_another_seed_gives_another_life(owner: User, stranger: User) -> None:
    stranger.language = owner.language
    seed(owner=owner, people=30, months=6, seed=7, today=TODAY)
    seed(owner=stranger, people=30, months=6, seed=8, today=TODAY)
    assert rows(Contact, owner) != rows(Contact, stranger)
    assert rows(Interaction, owner) != rows(Interaction, stranger)


@once
def test_the_parts_of_a_name_agree(owner: User) -> None:
    seed(owner=owner, people=400, months=3, today=TODAY)
    seen = {True: 0, False: 0}
    for contact in Contact.objects.for_owner(owner):
        woman = female(contact)
        seen[woman] += 1
        assert contact.given_name in (*pool("women"), *pool("women_abroad")) if woman else True
        if contact.patronymic:
            assert contact.patronymic.endswith("на" if woman else "ич"), contact.full_name
        if contact.family_name in pool("families_abroad"):
            continue
        forms = {feminine(name) if woman else name for name in pool("families")}
        assert contact.family_name in forms, contact.full_name
    assert min(seen.values()) > 120


@pytest.mark.parametrize(
    ("family", "hers"),
    [("Ковалёв", "Ковалёва"), ("Зимин", "Зимина"), ("Озёрный", "Озёрная"), ("Донской", "Донская"), ("Седых", "Седых"),
     ("Бойко", "Бойко"), ("Карапетян", "Карапетян"), ("Раевский", "Раевская")],
)  # fmt: skip
def test_a_womans_family_name(family: str, hers: str) -> None:
    assert feminine(family) == hers


def test_notes_agree_with_the_person(owner: User, counts: Counts) -> None:
    alone = [name for name in pool("notes", owner.language) if "{topic}" not in name]
    said = {woman: {said_of(text, female=woman) for text in alone} for woman in (True, False)}
    only = {woman: said[woman] - said[not woman] for woman in said}
    checked = 0
    for one in Interaction.objects.for_owner(owner).exclude(note=""):
        people = [*one.contacts.all()]
        if len(people) == 1 and one.note in only[True] | only[False]:
            assert one.note in only[female(people[0])]
            checked += 1
    assert checked > 50
    texts = [*Interaction.objects.for_owner(owner).values_list("note", flat=True)]
    texts += Participant.objects.for_owner(owner).values_list("own_note", flat=True)
    texts += Contact.objects.for_owner(owner).values_list("about", flat=True)
    assert not [text for text in texts if set("[]{}|") & set(plain(text))]
    assert Mention.objects.for_owner(owner).count() > 5


def test_nothing_has_happened_in_the_future(owner: User, counts: Counts) -> None:
    days = [*facts(owner)]
    assert len(days) > 1500
    assert max(days) <= TODAY
    planned = Event.objects.for_owner(owner).filter(mine=Attended.PLANNED)
    ahead = [event for event in planned if event.starts.astimezone(owner.zone).date() > TODAY]
    assert len(ahead) >= 3
    assert not Attendance.objects.filter(event__in=ahead, came=True).exists()
    assert not Event.objects.for_owner(owner).filter(debriefed_at__date__gt=TODAY).exists()


def test_every_month_has_facts_and_some_weeks_have_none(owner: User, counts: Counts) -> None:
    days = {day for day in facts(owner) if day >= date(2024, 12, 1)}
    months = {(day.year, day.month) for day in days}
    assert len(months) == 24
    monday = date(2024, 12, 2)
    weeks = [monday + timedelta(weeks=n) for n in range(102)]
    silent = [week for week in weeks if not any(week + timedelta(days=n) in days for n in range(7))]
    assert 6 <= len(silent) <= 30


def test_rows_are_what_forms_would_accept(owner: User, counts: Counts) -> None:
    make_entry(name="Запись")
    for model in MODELS:
        for row in model._default_manager.filter(owner=owner).order_by("?")[:25]:
            row.full_clean()


def test_kept_columns_are_those_that_saving_computes(owner: User, counts: Counts) -> None:
    for model, names in (
        (Contact, ["name_key", "search_text"]),
        (Channel, ["value_folded"]),
        (Tag, ["folded"]),
        (Event, ["search_text"]),
        (Community, ["name_key", "search_text"]),
    ):
        for row in model._default_manager.filter(owner=owner)[:40]:
            before = [getattr(row, name) for name in names]
            row.save()
            assert [getattr(row, name) for name in names] == before, model.__name__


def test_there_is_something_to_do_today(owner: User, counts: Counts) -> None:
    mine = Promise.objects.for_owner(owner).open().mine()
    assert mine.filter(due_on=TODAY).exists()
    assert 1 <= mine.filter(due_on__lt=TODAY).count() <= 12
    assert Promise.objects.for_owner(owner).exclude(withdrawn_on=None).exists()
    waiting = Event.objects.for_owner(owner).filter(debriefed_at=None, mine=Attended.PLANNED)
    assert [event for event in waiting if event.starts.astimezone(owner.zone).date() < TODAY]
    assert 1 <= Referral.objects.for_owner(owner).not_thanked().count() <= 8
    assert Referral.objects.for_owner(owner).filter(made_on=None).exists()
    # Of the three whose birthdays are near, somebody may be in the archive.
    assert len(to_congratulate(owner, TODAY)) in (2, 3)


def test_nobody_is_introduced_by_somebody_met_later(owner: User, counts: Counts) -> None:
    introduced = Contact.objects.for_owner(owner).exclude(introduced_by=None).select_related("introduced_by")
    assert len(introduced) > 5
    for contact in introduced:
        seen = {contact.pk}
        friend = contact.introduced_by
        while friend is not None:
            assert friend.pk not in seen
            seen.add(friend.pk)
            friend = friend.introduced_by


def test_communities_come_from_the_catalogue(owner: User) -> None:
    name, about, city = {"ru": ("Питонисты", "О языке", "Томск"), "en": ("Pythonistas", "On the language", "Leeds")}[
        owner.language
    ]
    entry = make_entry(name=name, kind="formal_association", about="О языке", about_en="On the language", city=city)
    seed(owner=owner, people=5, months=1, today=TODAY)
    joined = Community.objects.for_owner(owner).get(entry=entry)
    assert (joined.name, joined.kind, joined.about, joined.city) == (name, "formal_association", about, city)
    assert Participation.objects.for_owner(owner).get(community=joined).fee == 6000


@once
def test_refuses_an_account_with_people(owner: User) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    with pytest.raises(InUse):
        seed(owner=owner, people=5, months=1, today=TODAY)
    with pytest.raises(CommandError, match=r"owner@example\.org holds people already"):
        call_command("seed_demo", owner="owner@example.org")
    assert Contact.objects.count() == 1
    assert not Community.objects.exists()


@once
def test_goes_among_people_when_told(owner: User, capsys: pytest.CaptureFixture[str]) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    call_command("seed_demo", people=5, months=2, into_used=True)
    call_command("seed_demo", people=5, months=2, seed=2, into_used=True)
    assert Contact.objects.for_owner(owner).count() == 11
    assert Reflection.objects.for_owner(owner).overall().count() == 2
    assert capsys.readouterr().out.count("owner@example.org: 5 people") == 2


@once
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"owner": "nobody@example.org"}, "There is no account nobody@example.org"),
        ({"people": 0}, "--people: expected a number from 1"),
        ({"months": 999}, "--months"),
    ],
)
def test_refuses_nonsense(owner: User, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("seed_demo", **options)


@once
def test_asks_whose_account(owner: User, stranger: User) -> None:
    with pytest.raises(CommandError, match=r"--owner EMAIL\."):
        call_command("seed_demo")
    call_command("seed_demo", owner="owner@example.org", people=3, months=1)
    assert not Contact.objects.filter(owner=stranger).exists()


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2024, 2, 29), date(2026, 8, 10), date(2026, 3, 1)])
def test_any_day_will_do(owner: User, today: date) -> None:
    counts = seed(owner=owner, people=8, months=2, today=today)
    assert counts.people == 8
    assert max(facts(owner)) <= today


def test_a_year_of_months_is_marked_and_closed(owner: User, counts: Counts) -> None:
    months = [Month(2026, 11).moved(back) for back in range(-11, 1)]
    marks = Reflection.objects.for_owner(owner)
    assert [*marks.overall().order_by("month").values_list("month", flat=True)] == [one.first for one in months]
    assert marks.count() == counts.marks > 30
    for row in marks:
        row.full_clean()
        assert not row.is_empty
    said = [note for row in marks.overall() for note in (row.depth_note, row.knowledge_note, row.recognition_note)]
    assert len([note for note in said if note]) > 25
    closed = MonthClosing.objects.for_owner(owner).order_by("month")
    assert [row.month for row in closed] == [one.first for one in months[:-2]]
    assert all(row.closed_at.date() >= Month.of(row.month).after_last for row in closed)
    assert max(row.closed_at for row in closed).date() < TODAY
    assert month_to_close(owner, standpoint(owner, TODAY)) == Month(2026, 10)


def test_one_closed_month_was_edited_since(owner: User, counts: Counts) -> None:
    seen, edited = standpoint(owner, TODAY), []
    for row in MonthClosing.objects.for_owner(owner):
        now = snapshot(owner, Month.of(row.month), seen)
        edited += [(row.month, one.where, one.slug) for one in differences(row.figures, now)]
    assert edited == [(date(2026, 7, 1), "", "depth")]


def test_targets_are_within_reach(owner: User, counts: Counts) -> None:
    assert Target.objects.for_owner(owner).count() == counts.targets
    before, now = targets_in(owner, date(2026, 1, 1)), targets_in(owner, date(2026, 11, 1))
    assert now["interactions"] > before["interactions"]
    assert {*before, "knowledge"} == {*now} == {
        "new-contacts", "interactions", "events-attended", "referrals-received", "depth", "knowledge",
    }  # fmt: skip
    reached = 0
    for row in MonthClosing.objects.for_owner(owner):
        wanted = targets_in(owner, row.month)
        reached += sum((row.figures["all"][slug] or 0) >= number for slug, number in wanted.items())
    assert 15 < reached < 45


def test_every_mark_has_its_sentences() -> None:
    for language in LANGUAGES:
        kinds = {line.partition(": ")[0] for line in pool("why", language)}
        assert kinds == {
            f"{quality} {level}"
            for quality in ("depth", "knowledge", "usefulness", "recognition")
            for level in ("low", "middle", "high")
        }
