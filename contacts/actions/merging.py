"""Two people who are one: everything of the one who goes becomes the other's, and can be taken apart again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contacts.actions.journal import Journal, play_back, values_of
from contacts.actions.mentioned import keep_again, lead_mentions, mentioning, settle_mentions, texts_of
from contacts.actions.merged_photos import copy_of, delete_unused, photos_in
from contacts.actions.moving import both_texts, move_links
from contacts.actions.order_of_undoing import must_wait, trace
from contacts.models import BulkChange, Contact, Merge

# What the page lets the owner choose, in its order.
FIELDS = (
    "given_name", "patronymic", "family_name", "nickname", "position", "company", "department", "city", "met_on",
    "how_met", "introduced_by", "tie", "trust", "cadence_ideal", "cadence_at_most", "expertise", "authority",
    "photo", "about",
)  # fmt: skip
KEPT, GONE, BOTH = "kept", "gone", "both"


class MergeRefused(Exception):
    """The two cannot be merged, or a merge cannot be undone; the code says why."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.code, self.name = code, name


@transaction.atomic
def merge(*, owner: AbstractBaseUser, kept: Contact, gone: Contact, chosen: Mapping[str, str]) -> Merge:
    """Make `gone` a part of `kept`; `chosen` says for each of FIELDS whose value stays: kept, gone, or both texts.

    Raises MergeRefused when one of them is no longer there.
    """
    people = {one.pk: one for one in Contact.objects.for_owner(owner).select_for_update().order_by("pk").filter(
        pk__in=[kept.pk, gone.pk])}  # fmt: skip
    if len(people) != 2:
        raise MergeRefused("missing")
    journal = Journal()
    lead_mentions(journal, gone.pk, kept.pk)
    move_links(journal, Contact, gone.pk, kept.pk)
    now = Contact.objects.for_owner(owner).in_bulk([kept.pk, gone.pk])
    kept, gone = now[kept.pk], now[gone.pk]
    before = values_of(kept)
    _choose(kept, gone, chosen)
    kept.introduced_by_id = _introducer(kept, gone, chosen.get("introduced_by", KEPT))
    kept.version += 1
    journal.save(kept, before)
    settle_mentions(journal, gone.pk, kept.pk)
    journal.delete(gone)
    return Merge.objects.create(
        owner_id=owner.pk,
        kept_pk=kept.pk,
        gone_pk=gone.pk,
        kept_name=str(kept)[:300],
        gone_name=str(gone)[:300],
        record={"steps": journal.steps},
    )


def _choose(kept: Contact, gone: Contact, chosen: Mapping[str, str]) -> None:
    for name in FIELDS:
        if name in ("introduced_by", "photo"):
            continue
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if chosen.get(name) == BOTH:
            setattr(kept, name, both_texts(mine, theirs)[:20_000])
        elif chosen.get(name) == GONE:
            setattr(kept, name, theirs)
    if not (kept.given_name or kept.family_name or kept.nickname):
        kept.given_name, kept.family_name, kept.nickname = gone.given_name, gone.family_name, gone.nickname
    kept.roles = [*dict.fromkeys([*kept.roles, *gone.roles])]
    if gone.archived_on is None or kept.archived_on is None:
        kept.archived_on = None
    if kept.cadence_ideal and kept.cadence_at_most and kept.cadence_at_most < kept.cadence_ideal:
        kept.cadence_at_most = kept.cadence_ideal
    if chosen.get("photo") == GONE:
        kept.photo = copy_of(gone.photo.name or "")


def _introducer(kept: Contact, gone: Contact, chosen: str) -> int | None:
    """The chosen introducer, else the other one, if that closes no circle of introductions."""
    offers = [kept.introduced_by_id, gone.introduced_by_id]
    for pk in reversed(offers) if chosen == GONE else offers:
        if pk in (None, kept.pk, gone.pk):
            continue
        if not _leads_to(pk, kept):
            return pk
    return None


def _leads_to(pk: int | None, person: Contact) -> bool:
    seen: set[int] = set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        if pk == person.pk:
            return True
        above = Contact.objects.filter(owner_id=person.owner_id, pk=pk)
        pk = above.values_list("introduced_by_id", flat=True).first()
    return False


@transaction.atomic
def unmerge(*, merged: Merge) -> Contact:
    """Take a merge apart: the same rows return with the same ids; returns the person who is back.

    What happened since: rows added since stay with the one who was kept; a value that was changed again since keeps
    its newer text; a row deleted for good since stays deleted, one in the trash goes back to its person in the trash.
    Raises MergeRefused when it is too late, when a later merge must be undone first, or when the kept one is not there.
    """
    merged = Merge.objects.select_for_update().get(pk=merged.pk, owner_id=merged.owner_id)
    mine = Merge.objects.filter(owner_id=merged.owner_id).undoable()
    if not mine.filter(pk=merged.pk).exists():
        raise MergeRefused("late")
    if first := _in_the_way(merged, mine.filter(pk__gt=merged.pk).order_by("-pk")):
        raise MergeRefused("later", first)
    if not Contact.objects.filter(owner_id=merged.owner_id, pk=merged.kept_pk, trash=None).exists():
        raise MergeRefused("trash", merged.kept_name)
    photos = photos_in(merged)
    steps: list[list[Any]] = merged.record["steps"]
    play_back(steps)
    touched = [merged.kept_pk, merged.gone_pk]
    keep_again(texts_of(steps, people=touched), mentioning(touched))
    _open_circles(merged, steps)
    merged.undone_at, merged.record = timezone.now(), {}
    merged.save(update_fields=["undone_at", "record", "updated_at"])
    delete_unused(merged.owner_id, photos)
    return Contact.objects.get(owner_id=merged.owner_id, pk=merged.gone_pk)


def _in_the_way(merged: Merge, later: QuerySet[Merge]) -> str:
    """What came later and must be undone first: another merge, or a change that joined other rows in the same way."""
    mine = trace(merged.record["steps"])
    joined = BulkChange.objects.filter(owner=merged.owner_id, created_at__gt=merged.created_at, before__has_key="steps")
    found = [(str(one), one.record["steps"]) for one in later]
    # A long change counts its steps under the same name.
    found += [(one.what, one.before["steps"]) for one in joined.order_by("-pk") if type(one.before["steps"]) is list]
    return next((said for said, steps in found if must_wait(mine, trace(steps))), "")


def _open_circles(merged: Merge, steps: list[list[Any]]) -> None:
    """Where an introduction that came back closes a circle with one written since, the newer one stays."""
    touched = {merged.gone_pk}
    for kind, label, *rest in steps:
        if kind == "set" and label == Contact._meta.label and "introduced_by_id" in rest[1]:
            touched |= {*rest[0]}
    for person in Contact.objects.filter(owner_id=merged.owner_id, pk__in=touched).exclude(introduced_by=None):
        if _leads_to(person.introduced_by_id, person):
            Contact.objects.filter(pk=person.pk).update(introduced_by=None)
