"""The communities of the invented life: some from the catalogue, three inside the company."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from django.utils.translation import override

from communities.models import CatalogueEntry, Community, LaunchStep, Participation
from communities.models.community import CommunityChannel
from communities.models.kinds import Family, Kind
from communities.models.launch import Step
from communities.models.participation import FeePeriod, Role, Status, aims_of
from networking.demo.rhythm import dice
from networking.demo.world import Club, World

# What was done to found the first community inside, and how many days after its beginning.
_LAUNCH = ((Step.THEME, 0), (Step.PEOPLE, 9), (Step.SUPPORT, 15), (Step.MEETINGS, 30), (Step.CHANNELS, 33))
_STORIES = (
    (Status.ACTIVE, Role.SPEAKER),
    (Status.ACTIVE, Role.PARTICIPANT),
    (Status.JOINED, Role.PARTICIPANT),
    (Status.PAUSED, Role.PARTICIPANT),
    (Status.CONSIDERING, Role.READER),
    (Status.LEFT, Role.PARTICIPANT),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def found(world: World, *, outside: int) -> None:
    """Join communities, each with a history of the owner's own part in it."""
    chance = dice(world.seed, "clubs")
    _inside(world, chance)
    entries = _entries(world, outside)
    invented = [None] * (outside - len(entries))
    # What an English story joins of a Russian catalogue is at its edge: considered, or left.
    plan = [*invented, *entries] if world.customs.entries is not None else [*entries, *invented]
    for place, entry in enumerate(plan):
        community = _joined(world, entry) if entry else _invented(world, place)
        status, role = _STORIES[place % len(_STORIES)]
        part = _take_part(world, chance, community, status, role)
        world.clubs.append(Club(community, False, part.since or date.min, part.until))


def _inside(world: World, chance: Random) -> None:
    for kind, role, name, field, about in world.texts.rows("clubs_inside"):
        community = Community(owner=world.owner, name=name, family=Family.INTERNAL, kind=kind, field=field, about=about)
        community.save()
        part = _take_part(world, chance, community, Status.ACTIVE, role)
        if role == Role.FOUNDER:
            _launch(world, community, part.since or world.rhythm.first)
        world.clubs.append(Club(community, True, part.since or date.min, part.until))


def _launch(world: World, community: Community, since: date) -> None:
    """Five of the six steps, and the chat that one of them made."""
    CommunityChannel.objects.create(owner=world.owner, community=community, kind="telegram", value="@python_guild_demo")
    LaunchStep.objects.bulk_create(
        LaunchStep(owner=world.owner, community=community, step=step, done_on=since + timedelta(days=later), did=did)
        for (step, later), did in zip(_LAUNCH, world.texts.pool("launch"), strict=True)
        if since + timedelta(days=later) <= world.today
    )


def _entries(world: World, count: int) -> list[CatalogueEntry]:
    have = Community.objects.for_owner(world.owner).exclude(entry=None).values("entry")
    free = CatalogueEntry.objects.published().filter(family=Family.PROFESSIONAL, is_template=False).exclude(pk__in=have)
    known = {entry.slug: entry for entry in free.order_by("slug").prefetch_related("channels")}
    if world.texts.language == "en":
        known = {slug: entry for slug, entry in known.items() if _is_in_english(entry)}
    first = [known.pop(slug) for slug in world.customs.first_entries if slug in known]
    found = [*first, *dice(world.seed, "entries").sample([*known.values()], len(known))]
    return found[: min(count, world.customs.entries or count)]


def _is_in_english(entry: CatalogueEntry) -> bool:
    """Whether all that joining would copy can be read without Cyrillic."""
    return bool(entry.about_en) and not _CYRILLIC.search(" ".join(_said(entry, "en").values()))


def _said(entry: CatalogueEntry, language: str) -> dict[str, str]:
    """What the entry says of itself, as joining copies it for somebody of a language."""
    with override(language):
        return entry.here


def _joined(world: World, entry: CatalogueEntry) -> Community:
    said = _said(entry, world.texts.language)
    community = Community(owner=world.owner, entry=entry, entry_version=entry.version, **said)
    community.save()
    CommunityChannel.objects.bulk_create(
        CommunityChannel(owner=world.owner, community=community, kind=channel.kind, value=channel.value)
        for channel in entry.channels.all()
    )
    return community


def _invented(world: World, place: int) -> Community:
    known = world.texts.rows("clubs_outside")
    kind, name, field, city, about = known[place % len(known)]
    if place >= len(known):
        name = world.texts.phrase("numbered").format(name=name, number=place // len(known) + 1)
    community = Community(owner=world.owner, name=name, kind=kind, field=field, city=city, about=about)
    community.family = Family.PROFESSIONAL
    community.save()
    return community


def _take_part(world: World, chance: Random, community: Community, status: str, role: str) -> Participation:
    since = world.rhythm.first - timedelta(days=chance.randrange(20, 700))
    if status == Status.CONSIDERING:
        since = world.today - timedelta(days=chance.randrange(40, 100))
    if status in (Status.ACTIVE, Status.PAUSED) and role == Role.PARTICIPANT:
        Participation.objects.create(
            owner=world.owner, community=community, status=Status.LEFT, role=Role.READER,
            since=since - timedelta(days=500), until=since - timedelta(days=90),
        )  # fmt: skip
    aims, fee = aims_of(community.family), community.kind == Kind.FORMAL_ASSOCIATION
    return Participation.objects.create(
        owner=world.owner, community=community, status=status, role=role, since=since,
        until=_left_on(world, chance) if status == Status.LEFT else None,
        aims=sorted(chance.sample(aims, 2), key=aims.index), why=world.texts.phrase("why"),
        fee=6000 if fee else None, fee_period=FeePeriod.YEAR if fee else "",
        renewal_on=world.today + timedelta(days=9) if fee else None,
        hours_per_month=chance.choice([2, 3, 4, 6]),
        next_review=world.today + timedelta(days=chance.randrange(10, 90)),
    )  # fmt: skip


def _left_on(world: World, chance: Random) -> date:
    span = (world.today - world.rhythm.first).days
    return world.today - timedelta(days=chance.randrange(span // 4 + 1))
