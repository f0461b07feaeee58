"""The one way in which an entry of the catalogue is written: checked, with its channels, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communities.models import CatalogueChange, CatalogueChannel, CatalogueEntry, Cause
from communities.models.catalogue import PLAIN, State
from contacts.forms.channels import check_address
from contacts.models.channel import ChannelKind

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

MOST_CHANNELS = 30
_LETTERS = (
    "а-a б-b в-v г-g д-d е-e ё-e ж-zh з-z и-i й-y к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f х-kh ц-ts ч-ch ш-sh"
)
_MORE = "щ-shch ъ- ы-y ь- э-e ю-yu я-ya"
_TO_LATIN = str.maketrans(dict(pair.split("-") for pair in f"{_LETTERS} {_MORE}".split()))


@transaction.atomic
def store(
    entry: CatalogueEntry, state: State, *, cause: Cause, by: AbstractBaseUser | None = None, checked: bool = False
) -> CatalogueChange | None:
    """Give an entry, new or not, what a state says of it, and write the change down.

    A state may say a part only; `checked` says that the caller has looked at it with `check`.
    Raises ValidationError, by field, when it makes no sense; then nothing is written.
    """
    before = entry.state() if entry.pk else {}
    put(entry, state)
    if not checked:
        check(entry, state.get("channels", []))
    entry.save()
    if "channels" in state and state["channels"] != before.get("channels", []):
        if before:
            entry.channels.all().delete()
        CatalogueChannel.objects.bulk_create(
            CatalogueChannel(entry=entry, kind=kind, value=value) for kind, value in state["channels"]
        )
    return record(entry, before, cause=cause, by=by)


def put(entry: CatalogueEntry, state: State) -> None:
    """Set what a state says on an entry in memory; channels are rows of their own."""
    for name in (*PLAIN, "other_names"):
        if name in state:
            setattr(entry, name, state[name])


def check(entry: CatalogueEntry, channels: list[list[str]], *, unique: bool = True) -> None:
    """Raise ValidationError, by field, unless the entry and the channels make sense."""
    problems: dict[str, list[ValidationError]] = {}
    try:
        entry.full_clean(exclude=["name_key", "search_text", "merged_into"], validate_unique=unique)
    except ValidationError as error:
        problems = dict(error.error_dict)
    for kind, value in channels:
        try:
            _check_channel(kind, value)
        except ValidationError as error:
            problems.setdefault("channels", []).extend(error.error_list)
    if len(channels) > MOST_CHANNELS:
        problems.setdefault("channels", []).append(ValidationError(_("That is too many channels.")))
    if problems:
        raise ValidationError(problems)


def _check_channel(kind: str, value: str) -> None:
    if kind not in ChannelKind:
        raise ValidationError(_("No such kind of channel: %(kind)s"), params={"kind": kind[:30]})
    if not value:
        raise ValidationError(_("A channel has no address."))
    check_address(ChannelKind(kind), value)


def record(
    entry: CatalogueEntry, before: State, *, cause: Cause, by: AbstractBaseUser | None = None
) -> CatalogueChange | None:
    """Write down what changed since a state, if anything did, and count the entry's version on."""
    channels = CatalogueChannel.objects.filter(entry=entry)
    after = {**entry.state(), "channels": [[one.kind, one.value] for one in channels]}
    getattr(entry, "_prefetched_objects_cache", {}).pop("channels", None)
    if before == after or (cause == Cause.SHIPPED and not before):
        return None  # the first state of what is shipped stands in the product's own files
    if before:
        CatalogueEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
        entry.version += 1
    return CatalogueChange.objects.create(
        entry=entry, slug=entry.slug, name=entry.name, cause=cause, by_id=by.pk if by else None,
        version=entry.version, before=before, after=after,
    )  # fmt: skip


@transaction.atomic
def set_published(entry: CatalogueEntry, published: bool, *, by: AbstractBaseUser) -> bool:
    """Offer an entry or stop offering it; whether that changed anything. Who has joined keeps what they have."""
    if entry.is_published == published or entry.merged_into_id:
        return False
    return store(entry, {"is_published": published}, cause=Cause.EDITED, by=by) is not None


@transaction.atomic
def forget(entry: CatalogueEntry, *, by: AbstractBaseUser) -> None:
    """Delete an entry; its history stays and can bring it back."""
    CatalogueChange.objects.create(
        slug=entry.slug, name=entry.name, cause=Cause.DELETED, by_id=by.pk, version=entry.version,
        before=entry.state(),
    )  # fmt: skip
    entry.delete()


@transaction.atomic
def restore(change: CatalogueChange, *, by: AbstractBaseUser) -> CatalogueEntry:
    """Make an entry, even a deleted one, what it was before a change. Raises ValidationError when that cannot be."""
    if not change.before:
        raise ValidationError(_("Before this change there was no such entry. Unpublish it instead."))
    entry = change.entry or CatalogueEntry.objects.filter(slug=change.slug).first()
    # One that comes back goes on counting where it stopped.
    entry = entry or CatalogueEntry(version=change.version + 1)
    if entry.merged_into_id:
        raise ValidationError(_("This entry was merged into another: take the merge apart first."))
    store(entry, change.before, cause=Cause.RESTORED, by=by)
    CatalogueChange.objects.filter(entry=None, slug=change.slug).update(entry=entry)
    return entry


def free_slug(name: str, taken: set[str] | None = None) -> str:
    """An address made from a name, in Latin letters, that no entry has."""
    base = slugify(name.casefold().translate(_TO_LATIN))[:70].strip("-") or "entry"
    taken = taken if taken is not None else {*CatalogueEntry.objects.values_list("slug", flat=True)}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
