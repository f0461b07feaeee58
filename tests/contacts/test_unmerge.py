"""Whatever two people have, merging loses none of it and taking apart gives back the very same rows."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import models, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from contacts.actions.journal import unique_sets
from contacts.actions.merging import FIELDS, MergeRefused, merge, unmerge
from contacts.actions.moving import holders
from contacts.finding.fields import Folded, NoteText
from contacts.mentions import keeping
from contacts.mentions.tokens import led_elsewhere
from contacts.merge_rule import MergeRule
from contacts.models import Contact, Merge
from contacts.models.mention import MentionBase, Mentioning
from contacts.recounting import recount
from tests.factories import make_user
from tests.merge_edits import comparable, draw_edits, make_edit
from tests.merge_network import MAKERS, Row, columns_to_people, make_world, snapshot

NOW = "2026-11-20 12:00:00+03:00"

# A number of a random network says nothing when it is made smaller.
random_examples = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 100_000)
sides = st.sampled_from(["kept", "gone", "both"])


def choices(side: str) -> dict[str, str]:
    return {name: "gone" if side == "both" and name != "about" else side for name in FIELDS}


def test_every_column_that_leads_to_a_person_is_in_the_random_networks() -> None:
    assert MAKERS.keys() == columns_to_people()


def everything_kept_is_right() -> None:
    assert [kept for kept in recount(mend=False) if kept.wrong] == []
    assert keeping.recount(mend=False) == 0
    above = dict(Contact.objects.values_list("pk", "introduced_by_id"))
    for one in above:
        seen, here = set(), above[one]
        while here is not None:
            assert here not in seen
            seen.add(here)
            here = above[here]
        assert one not in seen


@pytest.mark.django_db
@random_examples
@given(seed=seeds, side=sides)
@time_machine.travel(NOW, tick=False)
def test_nothing_is_lost_and_everything_comes_back(seed: int, side: str) -> None:
    with transaction.atomic():
        owner = make_user()
        people = make_world(owner, seed).people
        kept, gone = people[0], people[1]
        assert_each_has_everything(kept, gone)
        before = snapshot()
        merged = merge(owner=owner, kept=kept, gone=gone, chosen=choices(side))
        after = snapshot()
        assert gone.pk not in after["contacts.Contact"]
        assert nothing_leads_to(gone.pk)
        for model in holders(Contact):
            assert_nothing_lost(model, before[model._meta.label], after[model._meta.label], gone.pk, kept.pk)
        everything_kept_is_right()
        assert unmerge(merged=merged) == gone
        assert snapshot() == before
        everything_kept_is_right()
        assert all(default_storage.exists(one.photo.name or "") for one in (kept, gone) if one.photo)
        transaction.set_rollback(True)


def assert_each_has_everything(*people: Contact) -> None:
    for model, columns in holders(Contact).items():
        for column in columns:
            for person in people:
                assert model._base_manager.filter(**{column: person.pk}).exists(), f"{model._meta.label}.{column}"


def nothing_leads_to(pk: int) -> bool:
    found = holders(Contact).items()
    return not any(
        model._base_manager.filter(**{column: pk}).exists() for model, columns in found for column in columns
    )


def assert_nothing_lost(model: type[models.Model], before: dict[int, Row], after: dict[int, Row], *pair: int) -> None:
    """Each row is there still, as another person's; or some row that stands for it says all that it said."""
    rule: MergeRule = getattr(model, "merge_rule", MergeRule())
    # Mentions follow the texts, and not every text is chosen.
    if rule.forgotten or model is Contact or issubclass(model, MentionBase):
        return
    gone, kept = pair
    columns = holders(Contact)[model]
    may_unite = bool(rule.same or any({*columns} & {f"{name}_id" for name in names} for names in unique_sets(model)))
    for pk, row in before.items():
        ends = {column: kept if row[column] == gone else row[column] for column in columns}
        if rule.of_two and len({*ends.values()}) == 1:
            continue
        same = {**row, **ends}
        if issubclass(model, Mentioning):
            same[model.mentions_in] = led_elsewhere(row[model.mentions_in], {gone: kept})
        if pk in after:
            assert says(model, after[pk], same), (model, row)
        else:
            assert may_unite, (model, row)
            assert any(says(model, other, same) for other in after.values()), (model, row)


def says(model: type[models.Model], row: Row, said: Row) -> bool:
    """Whether a row says all that another one said: equal, or more."""
    rule: MergeRule = getattr(model, "merge_rule", MergeRule())
    people = holders(Contact)[model]
    ends = [model._meta.get_field(name).attname for name in rule.distinct]  # type: ignore[union-attr]
    if {row[one] for one in people} - {None} != {said[one] for one in people} - {None}:
        return False
    if not rule.sorted_ends and not ends and any(row[one] != said[one] for one in people):
        return False
    if rule.keeps_own:
        whole = [{model._meta.get_field(name).attname for name in names} for names in unique_sets(model)]  # type: ignore[union-attr]
        return any(all(row[one] == said[one] is not None for one in names - {*people}) for names in whole)
    kept_beside = (NoteText, Folded, models.AutoField)
    columns = [one for one in model._meta.concrete_fields if one.editable and not isinstance(one, kept_beside)]
    return all(
        not said[one.attname] or row[one.attname] == said[one.attname] or _holds(row[one.attname], said[one.attname])
        for one in columns
        if one.attname not in (*people, "created_at", "updated_at", "label", "interaction_id", "value")
    )


def _holds(more: Any, less: Any) -> bool:
    return isinstance(more, str) and isinstance(less, str) and less in more


@pytest.mark.django_db
@random_examples
@example(seed=1623, side="both")
@given(seed=seeds, side=sides)
@time_machine.travel(NOW, tick=False)
def test_what_was_edited_between_is_as_if_they_had_never_been_merged(seed: int, side: str) -> None:
    with transaction.atomic():
        owner = make_user()
        world = make_world(owner, seed)
        kept, gone = world.people[0], world.people[1]
        before = snapshot()
        outside = transaction.savepoint()
        merged = merge(owner=owner, kept=kept, gone=gone, chosen=choices(side))
        edits = draw_edits(world, Contact.objects.get(pk=kept.pk), Random(seed))
        for edit in edits:
            make_edit(owner, edit)
        everything_kept_is_right()
        unmerge(merged=merged)
        everything_kept_is_right()
        once = comparable(snapshot(), before)
        transaction.savepoint_rollback(outside)
        assert snapshot() == before
        for edit in edits:
            make_edit(owner, edit)
        never = comparable(snapshot(), before)
        for label in never:
            assert once[label] == never[label], (label, edits)
        transaction.set_rollback(True)


@pytest.mark.django_db
@random_examples
@given(seed=seeds, steps=st.integers(2, 4))
@time_machine.travel(NOW, tick=False)
def test_chains_come_apart_in_any_order_or_say_which_goes_first(seed: int, steps: int) -> None:
    with transaction.atomic():
        owner, dice = make_user(), Random(seed)
        left = [one.pk for one in make_world(owner, seed).people]
        before, made = snapshot(), []
        for _step in range(steps):
            one, other = dice.sample(left, 2)
            left.remove(other)
            pair = {"kept": Contact.objects.get(pk=one), "gone": Contact.objects.get(pk=other)}
            made.append(merge(owner=owner, **pair, chosen=choices(dice.choice(["kept", "gone", "both"]))))
            everything_kept_is_right()
        while made:
            merged, here = dice.choice(made), snapshot()
            if refused := _refusal(merged):
                assert (refused.code, refused.name in {str(one) for one in made}) == ("later", True)
                assert snapshot() == here
                merged = made[-1]
                assert _refusal(merged) is None
            made.remove(merged)
        everything_kept_is_right()
        assert snapshot() == before
        transaction.set_rollback(True)


def _refusal(merged: Merge) -> MergeRefused | None:
    try:
        unmerge(merged=Merge.objects.get(pk=merged.pk))
    except MergeRefused as refused:
        return refused
    return None
