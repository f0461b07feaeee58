"""The question before saving: is this somebody who is on the list already?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contacts.doubles.before_saving import Likely, likely_doubles
from contacts.models import Contact, NotSame
from contacts.models.channel import normalise

if TYPE_CHECKING:
    from contacts.forms.contact import ContactForm

# Only a change of these can make somebody a double.
_ASKED_FOR = {"given_name", "family_name", "patronymic", "nickname", "company", "channels_text"}


def doubles_to_ask(form: ContactForm) -> list[Likely]:
    """Likely doubles of a valid form's person; empty when the owner has seen all of them and said no."""
    if form.instance.pk and not _ASKED_FOR & {*form.changed_data}:
        return []
    ways = form.cleaned_data.get("channels_text") or []
    channels = [(str(way.kind), normalise(way.kind, way.address)) for way in ways]
    found = likely_doubles(form.owner, form.instance, channels)
    form.told_apart = [one.contact for one in found if one.contact.pk in _answered(form)]
    return found if len(form.told_apart) < len(found) else []


def _answered(form: ContactForm) -> set[int]:
    """The ids under the box that the owner ticked."""
    said = str(form.data.get("not_doubles", ""))
    return {int(pk) for pk in said.split(",") if pk.isdecimal() and len(pk) < 19}


def remember_apart(contact: Contact, others: Iterable[Contact]) -> None:
    """Saved all the same: these are not offered as one person again."""
    for other in others:
        low, high = sorted((contact, other), key=lambda one: one.pk)
        NotSame.objects.get_or_create(low=low, high=high, defaults={"owner_id": contact.owner_id})
