"""Who is mentioned where is kept beside the texts: after anything that happens it is what the texts say."""

from __future__ import annotations

from random import Random

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.actions.interactions import TalkHeld, change_participants, log_each, log_interaction
from contacts.actions.merging import MergeRefused, merge, unmerge
from contacts.actions.trash import delete_contact
from contacts.mentions.keeping import recount, sources, table_of
from contacts.mentions.tokens import mentioned_ids, token
from contacts.models import Contact, Interaction, Mention, Merge, Participant, Promise, Referral, Trash
from networking.accounts.models import User
from tests.factories import (
    DAY,
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_mentorship,
    make_promise,
    make_referral,
    make_user,
)
from tests.merge_network import snapshot


def kept() -> set[tuple[str, int, int]]:
    """Every kept mention: the link, the row, the person."""
    found = set()
    for model in sources():
        table, link = table_of(model)
        rows = table._base_manager.exclude(**{link: None}).values_list(f"{link}_id", "contact_id")
        found |= {(link, *row) for row in rows}
    return found


def said() -> set[tuple[str, int, int]]:
    """The same, read from all texts row by row."""
    found = set()
    for model in sources():
        _table, link = table_of(model)
        for row in model._base_manager.all():
            mine = {*Contact._base_manager.filter(owner=row.owner_id).values_list("pk", flat=True)}
            ids = mentioned_ids(getattr(row, model.mentions_in))
            found |= {(link, row.pk, pk) for pk in ids if pk in mine}
    return found


def some_text(chance: Random, people: list[Contact]) -> str:
    named = [token(one.name, one.pk) for one in chance.sample(people, min(len(people), chance.randrange(3)))]
    return " и ".join([*named, chance.choice(["обсудили бюджет", "", "ещё"])])


def step(owner: User, chance: Random, others: list[Contact]) -> None:
    """One random thing that people do."""
    people = [*Contact.objects.for_owner(owner)]
    if len(people) < 3 or chance.random() < 0.15:
        make_contact(owner=owner, about=some_text(chance, people + others))
        return
    one, other = chance.sample(people, 2)
    text = some_text(chance, people + others)
    talks = [*Interaction.objects.for_owner(owner)]
    match chance.randrange(13 if talks else 4):
        case 0:
            log_interaction(owner=owner, contacts=[one, other], day=DAY, note=text, own_notes={0: text})
        case 1:
            one.about = text
            one.save()
        case 2:
            make_promise(contact=one, text=text or "обещание")
            make_referral(owner=owner, giver=one, receiver=other, note=text)
            make_mentorship(contact=other, note=some_text(chance, people))
            make_contribution(owner=owner, contact=one, note=text)
            make_event(owner=owner, took_away=text)
        case 3 | 4 | 5:
            _merge(owner, one, other, chance)
        case 6:
            talk = chance.choice(talks)
            talk.note = text
            talk.save()
        case 7:
            chance.choice(talks).throw_away()
        case 8:
            delete_contact(contact=one)
        case 9:
            for trash in Trash.objects.for_owner(owner)[:2]:
                trash.put_back()
        case 10:
            change_participants(interaction=chance.choice(talks), contacts=[one], own_notes={one.pk: text})
        case 11:
            parts = [*Participant.objects.filter(owner=owner)[:3]]
            for part in parts:
                part.own_note = text
            Participant.objects.bulk_update(parts, ["own_note"])
        case 12:
            log_each(owner=owner, day=DAY, kind="call", talks=[TalkHeld(one, text), TalkHeld(other)])
            Contact.objects.exclude(trash=None).delete()


def _merge(owner: User, one: Contact, other: Contact, chance: Random) -> None:
    merges = [*Merge.objects.for_owner(owner).filter(undone_at=None)]
    if merges and chance.random() < 0.5:
        try:
            unmerge(merged=chance.choice(merges))
        except MergeRefused:
            return
    else:
        merge(owner=owner, kept=one, gone=other, chosen={"about": chance.choice(["kept", "gone", "both"])})


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_mentions_are_what_the_texts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    others = [make_contact(owner=make_user())]
    for _ in range(14):
        step(owner, chance, others)
        assert kept() == said()
    assert recount(mend=False) == 0


def test_a_merge_leads_texts_to_who_stays_and_back_again(owner: User) -> None:
    one, other, third = (make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Аня Петрова", "Борис"))
    talk = make_interaction(owner=owner, contacts=[third], note=f"{token('Аня', other.pk)} и {token('Анна', one.pk)}")
    make_promise(contact=other, text=f"познакомить с {token('Борис', third.pk)}")
    other.about = f"дружит с {token('Борис', third.pk)}, сама {token('Аня', other.pk)}"
    other.save()
    Participant.objects.bulk_create(
        Participant(owner=owner, interaction=talk, contact=who, own_note=f"{token('Борис', third.pk)} {who.pk}")
        for who in (one, other)
    )
    before = snapshot()
    merged = merge(owner=owner, kept=one, gone=other, chosen={"about": "kept"})
    talk.refresh_from_db()
    assert mentioned_ids(talk.note) == [one.pk]
    assert "бюджет" not in talk.note_text
    assert talk.version == 2
    assert {*Mention.objects.filter(interaction=talk).values_list("contact_id", flat=True)} == {one.pk}
    assert not Mention.objects.filter(about=one).exists()
    assert kept() == said()
    unmerge(merged=merged)
    assert snapshot() == before


def test_what_was_written_after_a_merge_keeps_its_words_when_it_is_taken_apart(owner: User) -> None:
    one, other, third = (make_contact(owner=owner, name=name) for name in ("Анна", "Аня", "Борис"))
    talk = make_interaction(owner=owner, contacts=[third], note=token("Аня", other.pk))
    merged = merge(owner=owner, kept=one, gone=other, chosen={})
    talk.refresh_from_db()
    talk.note += " передумала"
    talk.save()
    unmerge(merged=merged)
    talk.refresh_from_db()
    assert talk.note == f"{token('Аня', one.pk)} передумала"
    assert kept() == said() == {("interaction", talk.pk, one.pk)}


def test_somebody_elses_number_is_a_word_like_others(owner: User, stranger: User) -> None:
    theirs, mine = make_contact(owner=stranger), make_contact(owner=owner)
    make_interaction(owner=owner, contacts=[mine], note=token("Чужая", theirs.pk))
    assert kept() == set()
    assert recount(mend=False) == 0


def test_recount_finds_and_mends_what_is_wrong(owner: User, capsys: pytest.CaptureFixture[str]) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    talk = make_interaction(owner=owner, contacts=[anna])
    Interaction.objects.filter(pk=talk.pk).update(note=token("Борис", boris.pk))
    promise = make_promise(contact=anna, text=token("Борис", boris.pk))
    Promise.objects.filter(pk=promise.pk).update(text="ничего")
    with pytest.raises(SystemExit):
        call_command("recount", check=True)
    assert "mentions of people: 2 wrong" in capsys.readouterr().out
    call_command("recount")
    assert kept() == said() == {("interaction", talk.pk, boris.pk)}
    call_command("recount", check=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_texts_without_mentions_cost_new_rows_nothing(owner: User, rows: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    anna = make_contact(owner=owner)
    with django_assert_num_queries(1):
        Referral.objects.bulk_create(
            Referral(owner=owner, direction="received", giver=anna, note="a@b.ru @ кто-то") for _ in range(rows)
        )
