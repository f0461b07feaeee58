"""Two communities of one owner that are one: all that hangs on the one that goes becomes the other's, with undo."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.uniting_periods import unite_periods
from communities.models import CatalogueEntry, Community, Membership, Participation
from contacts.actions.journal import Journal, play_back, values_of
from contacts.actions.moving import fill, move_links
from contacts.actions.order_of_undoing import must_wait, trace
from contacts.models import BulkChange, Merge, SavedFilter
from contacts.text import search_text

# The name of these changes among those that can be undone.
NAME = "unite"
PERIODS: tuple[type[Membership] | type[Participation], ...] = (Membership, Participation)


class UniteRefused(Exception):
    """The two cannot become one, or that cannot be undone; the code says why."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.code, self.name = code, name


@transaction.atomic
def unite(*, owner: AbstractBaseUser, kept: Community, gone: Community) -> BulkChange:
    """Make `gone` a part of `kept`, which takes over what only the other says: of two long texts it has both.

    Saved filters by the one that goes ask for the other. A link by its name, `[[Name]]`, leads nowhere until a
    community, a person or a note has that name: a community has one name only. Months that were closed keep their
    figures as they stood. Raises UniteRefused when one of the two is no longer there.
    """
    rows = Community.objects.for_owner(owner).select_for_update(of=("self",)).order_by("pk")
    both = {one.pk: one for one in rows.filter(pk__in=[kept.pk, gone.pk])}
    if len(both) != 2:
        raise UniteRefused("missing")
    kept, gone = both[kept.pk], both[gone.pk]
    count = Membership.objects.for_owner(owner).filter(community=gone).values("contact").distinct().count()
    journal = Journal()
    made = {model._meta.label: unite_periods(journal, model, gone.pk, kept.pk) for model in PERIODS}
    move_links(journal, Community, gone.pk, kept.pk)
    _lead_filters(journal, gone, kept)
    entry = gone.entry_id
    # The entry is put back by itself: another community may have been joined from it by then.
    Community.objects.filter(pk=gone.pk).update(entry=None)
    before = values_of(kept)
    fill(kept, gone)
    if entry and kept.entry_id == entry:
        kept.entry_version = gone.entry_version
    if kept.cadence_ideal and kept.cadence_at_most and kept.cadence_at_most < kept.cadence_ideal:
        kept.cadence_at_most = kept.cadence_ideal
    gone.entry_id = None
    kept.version += 1
    journal.delete(gone, into=kept)
    journal.save(kept, before)
    what = _("“%(gone)s” joined into “%(kept)s”") % {"gone": gone.name, "kept": kept.name}
    record = {"steps": journal.steps, "made": made, "gone": gone.pk, "kept": kept.pk, "entry": entry}
    record["names"] = {"gone": gone.name, "kept": kept.name}
    return BulkChange.objects.create(owner_id=owner.pk, action=NAME, what=what[:300], count=count, before=record)


def _lead_filters(journal: Journal, gone: Community, kept: Community) -> None:
    """Saved filters of people by the community that goes, in their addresses."""
    asked = re.compile(rf"(?<![^&])community={gone.pk}(?![^&])")
    found = []
    for row in SavedFilter._base_manager.filter(owner=gone.owner_id, query__contains="community=").order_by("pk"):
        if asked.search(row.query):
            parts = asked.sub(f"community={kept.pk}", row.query).split("&")
            found.append((row, {"query": (row.query, "&".join(dict.fromkeys(parts)))}))
    journal.set_each(SavedFilter, found)


@transaction.atomic
def take_apart(*, change: BulkChange) -> Community:
    """Undo it: the same rows return with the same ids; returns the community that is back. The change is used up.

    What happened since: rows added since stay with the community that stayed, and what was changed again since keeps
    its newer value. Raises UniteRefused when it was undone already, when a later one must be undone first, or when
    the community that stayed is not there.
    """
    joined = BulkChange.objects.filter(owner=change.owner_id, action=NAME)
    locked = joined.select_for_update(of=("self",)).filter(pk=change.pk).first()
    if locked is None:
        raise UniteRefused("late")
    record: dict[str, Any] = locked.before
    mine = trace(record["steps"])
    for later in joined.filter(pk__gt=locked.pk).order_by("-pk"):
        if must_wait(mine, trace(later.before["steps"])):
            raise UniteRefused("later", later.what)
    merges = Merge.objects.filter(owner=change.owner_id, created_at__gt=locked.created_at).undoable()
    for merged in merges.order_by("-pk"):
        if must_wait(mine, trace(merged.record["steps"])):
            raise UniteRefused("later", str(merged))
    if not Community.objects.filter(owner=locked.owner_id, pk=record["kept"], trash=None).exists():
        raise UniteRefused("trash", record["names"]["kept"])
    for model in PERIODS:
        # A part of a period that somebody has worked on since stays where it is.
        model._base_manager.filter(pk__in=record["made"][model._meta.label], version=1).delete()
    play_back(record["steps"])
    kept = Community.objects.get(pk=record["kept"])
    Community.objects.filter(pk=kept.pk).update(search_text=search_text(kept.name, kept.field, kept.city))
    back = Community.objects.get(owner=locked.owner_id, pk=record["gone"])
    _lean_again(back, record["entry"])
    locked.delete()
    return back


def _lean_again(back: Community, entry: int | None) -> None:
    """Give a community that is back its entry, unless another one was joined from that since."""
    if entry is None or not CatalogueEntry.objects.filter(pk=entry).exists():
        return
    if not Community.objects.filter(owner=back.owner_id, entry=entry, trash=None).exists():
        Community.objects.filter(pk=back.pk).update(entry=entry)
        back.entry_id = entry


def stands_for(owner: AbstractBaseUser, pk: int) -> int | None:
    """Where a community is that was joined into another one, as long as that can be undone."""
    seen = {pk}
    found = None
    rows = BulkChange.objects.for_owner(owner).filter(action=NAME).values_list("before__kept", flat=True)
    while (here := rows.filter(before__gone=pk).first()) and here not in seen:
        pk = found = here
        seen.add(here)
    return found
