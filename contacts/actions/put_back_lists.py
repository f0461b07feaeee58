"""What a person's history tells of tags and channels is put back: what came and went, and what is said of a channel."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.actions.changed_since import ChangedSince, ListChanged, seal
from contacts.models import Channel, Contact, Tag
from contacts.models.change import TAGS, WAYS
from contacts.text import fold


def put_back_list(person: Contact, field: str, went: list[Any], came: list[Any], over: str) -> bool:
    """Take away what had come, and give back what had gone; what is otherwise in the list stays."""
    have = _tags(person) if field == TAGS else [way[:2] for way in _ways(person)]
    losing = [one for one in came if _key(one) in have]
    getting = [one for one in went if _key(one) not in have]
    if not losing and not getting:
        return False
    if (len(losing) < len(came) or len(getting) < len(went)) and over != seal([went, came, have]):
        raise ListChanged(have, seal([went, came, have]))
    person.changes_beside = {field: [losing, getting]}
    person.claim_version(person.version)
    if field == TAGS:
        _set_tags(person, losing, getting)
    else:
        _set_channels(person, losing, getting)
    person.save(update_fields=["updated_at"])
    return True


def put_back_ways(person: Contact, before: list[Any], after: list[Any], over: str) -> bool:
    """Give channels the label and the star that they had; who is no longer there is left out."""
    now = {tuple(way[:2]): way for way in _ways(person)}
    wanted = [way for way in before if tuple(way[:2]) in now]
    have = [now[tuple(way[:2])] for way in wanted]
    if not wanted:
        raise ValidationError(_("This address is no longer there."))
    if have == wanted:
        return False
    if have != [way for way in after if tuple(way[:2]) in now] and over != seal(have):
        raise ChangedSince(have)
    person.changes_beside = {WAYS: [have, wanted]}
    person.claim_version(person.version)
    for kind, value, label, preferred in wanted:
        person.channels.filter(kind=kind, value_folded=value).update(label=label, preferred=preferred)
    person.save(update_fields=["updated_at"])
    return True


def _key(one: Any) -> Any:
    """A tag by its name, a channel by its kind and value."""
    return one if isinstance(one, str) else one[:2]


def _tags(person: Contact) -> list[Any]:
    return [tag.name for tag in person.tags.all()]


def _ways(person: Contact) -> list[list[Any]]:
    return [[one.kind, one.value_folded, one.label, one.preferred] for one in person.channels.all()]


def _set_tags(person: Contact, losing: list[str], getting: list[str]) -> None:
    person.tags.remove(*person.tags.filter(folded__in=[fold(name) for name in losing]))
    for name in getting:
        tag, _made = Tag.objects.get_or_create(owner_id=person.owner_id, folded=fold(name), defaults={"name": name})
        person.tags.add(tag)


def _set_channels(person: Contact, losing: list[list[Any]], getting: list[list[Any]]) -> None:
    for kind, value, *_beside in losing:
        person.channels.filter(kind=kind, value_folded=value).delete()
    for kind, value, *beside in getting:
        label, preferred = beside or ("", False)
        made = Channel(
            owner_id=person.owner_id, contact=person, kind=kind, value=value, label=label, preferred=preferred
        )
        made.full_clean(exclude=["value_folded"])
        made.save()
