"""Double entries of the catalogue made one, and taken apart again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.catalogue_store import MOST_CHANNELS, store
from communities.models import CatalogueEntry, CatalogueMerge, Cause, Community
from communities.models.catalogue import TEXTS, State
from contacts.models.channel import normalise
from contacts.text import fold

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet


@transaction.atomic
def merge(*, kept: CatalogueEntry, gone: CatalogueEntry, by: AbstractBaseUser) -> CatalogueMerge:
    """Make one entry stand for two: it takes over what only the other says, and whoever joined the other.

    Somebody who joined both keeps two communities, and their pages say so; the second still leads to the entry that
    stays, which is news to it.
    Raises ValidationError when one of them is no entry of its own any more.
    """
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("Only two entries that stand on their own can be merged."))
    done = CatalogueMerge(kept=kept, gone=gone, by_id=by.pk, kept_before=kept.state(), gone_before=gone.state())
    store(kept, united(done.kept_before, done.gone_before), cause=Cause.MERGED, by=by)
    done.kept_after = kept.state()
    gone.merged_into = kept
    store(gone, {"is_published": False}, cause=Cause.MERGED, by=by)
    doubles = CatalogueEntry.objects.filter(merged_into=gone)
    done.moved_doubles = [*doubles.values_list("pk", flat=True)]
    doubles.update(merged_into=kept)
    done.moved = _move(gone, kept, [gone.pk, *done.moved_doubles])
    done.save()
    return done


def united(kept: State, gone: State) -> State:
    """What the entry that stays says afterwards: its own words, and the other's where it had none."""
    said = {name: kept[name] or gone[name] for name in TEXTS if name not in ("name", "family", "kind")}
    known = {fold(kept["name"])}
    names = []
    for name in (*kept["other_names"], gone["name"], *gone["other_names"]):
        if fold(name) not in known:
            known.add(fold(name))
            names.append(name)
    channels = {(kind, normalise(kind, value)): [kind, value] for kind, value in (*gone["channels"], *kept["channels"])}
    own = [*kept["channels"], *(one for one in channels.values() if one not in kept["channels"])]
    published = kept["is_published"] or gone["is_published"]
    return {**said, "other_names": names, "channels": own[:MOST_CHANNELS], "is_published": published}


def _move(source: CatalogueEntry, target: CatalogueEntry, spoken_for: list[int]) -> list[tuple[int, int]]:
    """Make communities lean on another entry, unless their owner leans on that already.

    Returns all that the other entry speaks for from now on, with what version of theirs was seen: those that moved, and
    those that stay where they are.
    """
    concerned = Community._base_manager.filter(entry__in=spoken_for)
    seen = [*concerned.values_list("pk", "entry_version")]
    concerned.update(entry_version=0)
    _movable(source, target).update(entry=target)
    return seen


def _movable(source: CatalogueEntry, target: CatalogueEntry) -> QuerySet[Community]:
    there = [*Community._base_manager.filter(entry=target).values_list("owner", flat=True)]
    return Community._base_manager.filter(entry=source).exclude(owner__in=there)


def _move_back(kept: CatalogueEntry, gone: CatalogueEntry, moved: list[tuple[int, int]]) -> None:
    seen: dict[int, list[int]] = defaultdict(list)
    for pk, version in moved:
        seen[version].append(pk)
    stayed = Community._base_manager.filter(Q(entry=gone) | Q(entry__merged_into=gone))
    for version, pks in seen.items():
        for start in range(0, len(pks), 500):
            some = pks[start : start + 500]
            stayed.filter(pk__in=some).update(entry_version=version)
            _movable(kept, gone).filter(pk__in=some).update(entry=gone, entry_version=version)


@transaction.atomic
def take_apart(done: CatalogueMerge, *, by: AbstractBaseUser) -> None:
    """Undo a merge: the double stands again with those who had joined it. What was edited since stays.

    Raises ValidationError when it was undone before, or when the entry that stayed was itself merged since.
    """
    kept, gone = done.kept, done.gone
    if done.undone_at or gone.merged_into_id != kept.pk:
        raise ValidationError(_("This merge has been taken apart, or a later one stands in the way."))
    gone.merged_into = None
    store(gone, {"is_published": done.gone_before["is_published"]}, cause=Cause.TAKEN_APART, by=by)
    now = kept.state()
    back = {name: done.kept_before[name] for name, value in done.kept_after.items() if now[name] == value}
    store(kept, back, cause=Cause.TAKEN_APART, by=by)
    CatalogueEntry.objects.filter(pk__in=done.moved_doubles, merged_into=kept).update(merged_into=gone)
    _move_back(kept, gone, done.moved)
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
