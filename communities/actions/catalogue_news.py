"""What has changed in the catalogue's entry since somebody joined from it, and taking it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from communities.models import CatalogueChange, CatalogueEntry, CatalogueMerge, Community
from communities.models.catalogue import State
from communities.models.community import CommunityChannel
from communities.models.kinds import Described
from communities.vocabulary import SPOKEN, said_here
from contacts.models.channel import normalise

COPIED = [field.name for field in Described._meta.get_fields()]
Address = tuple[str, str]


@dataclass(frozen=True)
class News:
    """A field of the entry that is not what it was: what the community says of it, and what the entry says now.

    `own` tells that the owner has written something else meanwhile, `safe` that nothing of theirs would be lost.
    """

    name: str
    mine: Any
    theirs: Any
    own: bool
    safe: bool


def news(community: Community) -> list[News]:
    """What the entry says otherwise than when the owner last looked; nothing of an entry that is not offered.

    For an entry that was merged away speaks the one that stayed.
    """
    entry = community.entry and community.entry.standing
    if entry is None or not entry.is_published or community.entry_version == entry.version:
        return []
    seen = _seen(community, entry)
    return [*_words(community, seen, entry.state()), *_channels(community, seen, entry.state())]


def merged_names(community: Community) -> tuple[str, str] | None:
    """The names of two entries that became one, where that is what the news of a community are about."""
    entry = community.entry and community.entry.standing
    if entry is None or community.entry_version:
        return None
    merges = CatalogueMerge.objects.filter(kept=entry, undone_at=None)
    done = next((one for one in merges if community.pk in {pk for pk, _version in one.moved}), None)
    return (done.gone_before["name"], done.kept_before["name"]) if done else None


def _seen(community: Community, entry: CatalogueEntry) -> State:
    """What the entry said in the version that the owner has seen: what stood before the next one was made."""
    if not community.entry_version:
        return {}
    later = CatalogueChange.objects.filter(entry=entry, version__gt=community.entry_version)
    change = later.order_by("version", "pk").first()
    return change.before if change else entry.state()


def _words(community: Community, seen: State, now: State) -> Iterator[News]:
    for name in COPIED:
        if name == "family":
            continue  # it follows from the kind
        theirs, mine = _said(now, name), getattr(community, name)
        was = _said(seen, name) if seen else None
        if theirs not in (was, mine):
            # It may have been copied while the owner read in the other language.
            copied = bool(seen) and mine in (was, seen.get(name))
            # Of what was seen before two entries became one nothing is known.
            yield News(name, mine, theirs, own=bool(mine and seen) and not copied, safe=not mine or copied)


def _channels(community: Community, seen: State, now: State) -> Iterator[News]:
    was, theirs = _addresses(seen), _addresses(now)
    mine = {_key(one.kind, one.value): (one.kind, one.value) for one in community.channels.all()}
    kept = {key: one for key, one in mine.items() if key in theirs or key not in was}
    after = {**kept, **{key: one for key, one in theirs.items() if key not in was and key not in kept}}
    if after != mine:
        yield News("channels", [*mine.values()], [*after.values()], own=False, safe=True)


def _said(state: State, name: str) -> Any:
    """A value of the entry in the reader's language, as joining copies it."""
    if name == "about" and get_language() == "en" and state.get("about_en"):
        return state["about_en"]
    said = state.get(name, "")
    return said_here(said) if name in SPOKEN else said


def _key(kind: str, value: str) -> Address:
    return kind, normalise(kind, value)


def _addresses(state: State) -> dict[Address, Address]:
    return {_key(kind, value): (kind, value) for kind, value in state.get("channels", [])}


@transaction.atomic
def take_over(community: Community, wanted: set[str], *, version: int) -> list[News]:
    """Write the wanted ones of the news into the community and remember that the rest was seen; returns the taken.

    Raises StaleVersion when the community was changed since the page was opened.
    """
    entry = community.entry and community.entry.standing
    if entry is None:
        return []
    taken = [one for one in news(community) if one.name in wanted]
    if taken:
        community.claim_version(version)
    for one in taken:
        if one.name == "channels":
            _store_channels(community, one.theirs)
        else:
            setattr(community, one.name, one.theirs)
            if one.name == "kind":
                community.family = entry.family
    community.entry_version = entry.version
    written = {one.name for one in taken if one.name != "channels"} | {"entry_version", "updated_at"}
    community.save(update_fields=written | {"family"} if "kind" in written else written)
    return taken


@transaction.atomic
def put_back(community: Community, kept: dict[str, Any]) -> bool:
    """Undo a taking over: what stood before stands again, where nothing else was written meanwhile.

    `kept`: `fields` with what stood there and what was taken, `family` and `seen`, the entry's version known before.
    The entry's news are offered again. False: everything has been changed since, and stays.
    """
    fields = {name: mine for name, (mine, theirs) in kept["fields"].items() if _standing(community, name) == theirs}
    if not fields:
        return False
    community.claim_version(community.version)
    for name, value in fields.items():
        if name == "channels":
            _store_channels(community, [(kind, said) for kind, said in value])
        else:
            setattr(community, name, value)
    written = {name for name in fields if name != "channels"} | {"entry_version", "updated_at"}
    if "kind" in fields:
        community.family = kept["family"]
        written.add("family")
    community.entry_version = kept["seen"]
    community.save(update_fields=written)
    return True


def _standing(community: Community, name: str) -> Any:
    if name == "channels":
        return [[one.kind, one.value] for one in community.channels.all()]
    return getattr(community, name)


def _store_channels(community: Community, wanted: list[Address]) -> None:
    community.channels.all().delete()
    CommunityChannel.objects.bulk_create(
        CommunityChannel(owner_id=community.owner_id, community=community, kind=kind, value=value)
        for kind, value in wanted
    )
