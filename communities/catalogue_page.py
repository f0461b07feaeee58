"""What the catalogue says of the owner's own communities; the small questions are made ready once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from communities.ids import filled
from communities.kept_members import HERE, Members
from communities.models import (
    CatalogueChannel,
    CatalogueEntry,
    CatalogueQuerySet,
    CatalogueSuggestion,
    Community,
    Membership,
)
from communities.models.participation import Status
from communities.overview import status_there
from communities.vocabulary import in_english, words_here
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared
from contacts.text import sort_key

FACES = 12
PAGE = 40
# What a row of the list says; the rest of an entry is long.
_IN_A_ROW = ("name", "slug", "kind", "city", "about", "about_en", "is_template", "name_key")


def page_of(found: CatalogueQuerySet | None, after: str) -> tuple[list[CatalogueEntry], CatalogueEntry | None]:
    """Forty entries in the order of names, going on after one of them; and the last, when there are more.

    `found` are those that fit a choice, None all that are published.
    """
    last = int(after) if after.isdecimal() and len(after) < 19 else 0
    if words_here():
        page = _in_other_words(found, last)
    elif (before := _key(last) if last else []) and found is None:
        page = _further(*before[0])
    elif found is None:
        page = _first()
    else:
        page = [*_of_a_page(_after(found, *before[0]) if before else found)]
    return page[:PAGE], page[PAGE - 1] if len(page) > PAGE else None


def _in_other_words(found: CatalogueQuerySet | None, last: int) -> list[CatalogueEntry]:
    """The same for a reader who has other words for some names: the order of those is in no index, and there are some
    hundred names."""
    names = _names() if found is None else found.order_by().values_list("pk", "name")
    order = [pk for _key, pk in sorted((sort_key(in_english(name)), pk) for pk, name in names)]
    begin = order.index(last) + 1 if last in order else 0
    shown = order[begin : begin + PAGE + 1]
    entries = {one.pk: one for one in _these(filled(shown))} if shown else {}
    return [entries[pk] for pk in shown if pk in entries]


@prepared
def _names() -> QuerySet[CatalogueEntry, tuple[int, str]]:
    return CatalogueEntry.objects.published().order_by().values_list("pk", "name")


@prepared
def _these(entries: list[int]) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.filter(pk__in=entries).only(*_IN_A_ROW).order_by()


@prepared
def _key(pk: int) -> QuerySet[CatalogueEntry, tuple[str, int]]:
    return CatalogueEntry.objects.filter(pk=pk).order_by().values_list("name_key", "pk")


@prepared
def _first() -> QuerySet[CatalogueEntry]:
    return _of_a_page(CatalogueEntry.objects.published())


@prepared
def _further(key: str, pk: int) -> QuerySet[CatalogueEntry]:
    return _of_a_page(_after(CatalogueEntry.objects.published(), key, pk))


def _after(entries: CatalogueQuerySet, key: str, pk: int) -> CatalogueQuerySet:
    return entries.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=pk))


def _of_a_page(entries: CatalogueQuerySet) -> CatalogueQuerySet:
    return entries.only(*_IN_A_ROW).order_by("name_key", "pk")[: PAGE + 1]


def has_suggested(owner: AbstractBaseUser) -> bool:
    """Whether somebody has suggested an entry themselves."""
    return bool(_suggested(owner))


@prepared
def _suggested(owner: AbstractBaseUser) -> QuerySet[CatalogueSuggestion, tuple[int]]:
    return CatalogueSuggestion.objects.for_owner(owner).order_by().values_list("pk")[:1]


class Mine(NamedTuple):
    """A community that I have from an entry, and whether I am there no longer, or only consider it."""

    pk: int
    left: bool
    considering: bool = False

    @property
    def there(self) -> bool:
        return not (self.left or self.considering)


Joined = dict[int, list[Mine]]
_OfMine: TypeAlias = QuerySet[Community, tuple[int, int, str | None]]


def joined_of(owner: AbstractBaseUser, day: date, entry: int | None = None) -> Joined:
    """The communities that I have from each entry, or from one, on a day. A double counts as what it was merged into.

    The last one came from the entry itself, if one did.
    """
    found: Joined = {}
    for one, community, status in _mine(owner, day) if entry is None else _mine_of(owner, day, entry):
        found.setdefault(one, []).append(Mine(community, status == Status.LEFT, status == Status.CONSIDERING))
    return found


@prepared
def _mine(owner: AbstractBaseUser, day: date) -> _OfMine:
    return _with_entries(Community.objects.for_owner(owner).exclude(entry=None), day)


@prepared
def _mine_of(owner: AbstractBaseUser, day: date, entry: int) -> _OfMine:
    of_it = Q(entry__merged_into=entry) | Q(entry=entry, entry__merged_into=None)
    return _with_entries(Community.objects.for_owner(owner).filter(of_it), day)


def _with_entries(mine: QuerySet[Community], day: date) -> _OfMine:
    mine = mine.order_by(F("entry__merged_into").desc(nulls_last=True), "-pk")
    return mine.values_list(Coalesce("entry__merged_into", "entry"), "pk", status_there(day))


def latest_of(joined: Joined, entry: int) -> Mine | None:
    """What an entry leads to: the last of those where I am, else of those that I consider, else the last one."""
    return max(reversed(joined.get(entry, [])), key=lambda one: (one.there, one.considering), default=None)


def people_of(owner: AbstractBaseUser, joined: Joined, entries: set[int], day: date) -> dict[int, int]:
    """How many of the owner's people are in each of the entries on a day."""
    mine = {entry: [one.pk for one in joined[entry]] for entry in sorted(entries & joined.keys())}
    # Who is in two communities of one entry is one person; where there is one, it need not be asked.
    alone = {there[0]: entry for entry, there in mine.items() if len(there) == 1}
    several = [pk for there in mine.values() if len(there) > 1 for pk in there]
    found = {alone[pk]: number for pk, number in _kept(filled([*alone]), day)} if alone else {}
    return found | (dict(_counted(owner, day, filled(several))) if several else {})


@prepared
def _kept(communities: list[int], day: date) -> QuerySet[Community, tuple[int, int]]:
    """How many people are in each of some communities on a day."""
    return Community.objects.filter(pk__in=communities).order_by().values_list("pk", Members(HERE, day))


@prepared
def _counted(owner: AbstractBaseUser, day: date, communities: list[int]) -> QuerySet[Membership, tuple[int, int]]:
    there = Membership.objects.filter(owner=owner.pk, community__in=communities, trash=None).on(day).order_by()
    # Few lie in the trash: to name them once is quicker than to ask everybody whether they do.
    there = there.exclude(contact__in=Contact.objects.filter(trash__gt=0).values("pk"))
    entry = Coalesce("community__entry__merged_into", "community__entry")
    return there.values_list(entry).annotate(Count("contact", distinct=True))


def entry_named(slug: str) -> CatalogueEntry | None:
    """The entry with this address, published or not, with the one that it was merged into."""
    return next(iter(_named(slug)), None)


@prepared
def _named(slug: str) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.filter(slug=slug).select_related("merged_into").order_by()


@prepared
def channels_of(entry: int) -> QuerySet[CatalogueChannel]:
    return CatalogueChannel.objects.filter(entry=entry)


def first_people(owner: AbstractBaseUser, communities: list[int], day: date) -> list[Contact]:
    """The first of those who are in some communities on a day, in the order of names."""
    return _first_people(owner, filled(communities), day) if communities else []


@prepared
def _first_people(owner: AbstractBaseUser, communities: list[int], day: date) -> QuerySet[Contact]:
    # The owner is named because the index that holds the days begins with it.
    there = {"owner": OuterRef("owner"), "contact": OuterRef("pk"), "community__in": communities, "trash": None}
    people = Contact.objects.for_owner(owner).filter(Exists(Membership.objects.filter(**there).on(day)))
    return people.only(*NAMES, "photo").order_by("name_key", "pk")[:FACES]
