"""The communities of the invented life: some from the catalogue, three inside the company."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from communities.models import CatalogueEntry, Community, LaunchStep, Participation
from communities.models.community import CommunityChannel
from communities.models.kinds import Described, Family, Kind
from communities.models.launch import Step
from communities.models.participation import FeePeriod, Role, Status, aims_of
from networking.demo.rhythm import dice
from networking.demo.world import Club, World

_INSIDE = (
    ("Гильдия Python", Kind.TECHNICAL, "Python", "Раз в две недели разбираем чужой код и свои ошибки.", Role.FOUNDER),
    ("Книжный клуб", Kind.INTEREST_GROUP, "чтение", "Одна книга в месяц, один вечер разговора.", Role.PARTICIPANT),
    ("Комитет по развитию", Kind.DEVELOPMENT_COMMITTEE, "развитие", "Решаем, чему и как учимся.", Role.ORGANISER),
)
_OUTSIDE = (
    ("Вечера Python", Kind.SIG, "Python", "Москва"),
    ("Круг данных", Kind.PRACTITIONERS, "данные", "Санкт-Петербург"),
    ("Лига ведущих разработки", Kind.PRACTITIONERS, "управление", "Москва"),
    ("Чат о базах данных", Kind.ONLINE, "базы данных", ""),
    ("Городские вечера разработчиков", Kind.GEOGRAPHIC, "разработка", "Казань"),
    ("Ассоциация учебных программ", Kind.FORMAL_ASSOCIATION, "образование", "Москва"),
)
# What was done to found the first of them, and how many days after its beginning.
_LAUNCH = (
    (Step.THEME, 0, "Договорились не спорить о языках вообще, а разбирать **чужой код и свои ошибки**."),
    (Step.PEOPLE, 9, "Позвали пятерых: двух из соседнего отдела, трёх из своей команды. Отказался один."),
    (Step.SUPPORT, 15, "Руководитель дал два часа в месяц и переговорную по четвергам."),
    (Step.MEETINGS, 30, "Каждый второй четверг в полдень, час вместе с чаем."),
    (Step.CHANNELS, 33, "Один чат на всех, записи встреч в закреплённом сообщении."),
)
# Where such a story begins, if the catalogue has them.
_FIRST = ("moscow-python", "moscow-developers", "sovnet", "spb-it-events", "podlodka", "jug-msk")
_STORIES = (
    (Status.ACTIVE, Role.SPEAKER),
    (Status.ACTIVE, Role.PARTICIPANT),
    (Status.JOINED, Role.PARTICIPANT),
    (Status.PAUSED, Role.PARTICIPANT),
    (Status.CONSIDERING, Role.READER),
    (Status.LEFT, Role.PARTICIPANT),
)


def found(world: World, *, outside: int) -> None:
    """Join communities, each with a history of the owner's own part in it."""
    chance = dice(world.seed, "clubs")
    _inside(world, chance)
    entries = _entries(world, outside)
    for place in range(outside):
        entry = entries[place] if place < len(entries) else None
        community = _joined(world, entry) if entry else _invented(world, place)
        status, role = _STORIES[place % len(_STORIES)]
        part = _take_part(world, chance, community, status, role)
        world.clubs.append(Club(community, False, part.since or date.min, part.until))


def _inside(world: World, chance: Random) -> None:
    for name, kind, field, about, role in _INSIDE:
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
        for step, later, did in _LAUNCH
        if since + timedelta(days=later) <= world.today
    )


def _entries(world: World, count: int) -> list[CatalogueEntry]:
    have = Community.objects.for_owner(world.owner).exclude(entry=None).values("entry")
    free = CatalogueEntry.objects.published().filter(family=Family.PROFESSIONAL, is_template=False).exclude(pk__in=have)
    known = {entry.slug: entry for entry in free.order_by("slug").prefetch_related("channels")}
    first = [known.pop(slug) for slug in _FIRST if slug in known]
    return [*first, *dice(world.seed, "entries").sample([*known.values()], len(known))][:count]


def _joined(world: World, entry: CatalogueEntry) -> Community:
    said = {field.name: getattr(entry, field.name) for field in Described._meta.get_fields()}
    community = Community(owner=world.owner, entry=entry, entry_version=entry.version, **said)
    community.save()
    CommunityChannel.objects.bulk_create(
        CommunityChannel(owner=world.owner, community=community, kind=channel.kind, value=channel.value)
        for channel in entry.channels.all()
    )
    return community


def _invented(world: World, place: int) -> Community:
    name, kind, field, city = _OUTSIDE[place % len(_OUTSIDE)]
    number = f" № {place // len(_OUTSIDE) + 1}" if place >= len(_OUTSIDE) else ""
    community = Community(owner=world.owner, name=name + number, kind=kind, field=field, city=city)
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
        aims=sorted(chance.sample(aims, 2), key=aims.index), why="Свои люди и честные разговоры о работе.",
        fee=6000 if fee else None, fee_period=FeePeriod.YEAR if fee else "",
        renewal_on=world.today + timedelta(days=9) if fee else None,
        hours_per_month=chance.choice([2, 3, 4, 6]),
        next_review=world.today + timedelta(days=chance.randrange(10, 90)),
    )  # fmt: skip


def _left_on(world: World, chance: Random) -> date:
    span = (world.today - world.rhythm.first).days
    return world.today - timedelta(days=chance.randrange(span // 4 + 1))
