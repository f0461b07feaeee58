"""Entries of the catalogue as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.catalogue_page import Mine
from communities.models import CatalogueEntry
from communities.models.kinds import Kind
from communities.templatetags.periods import of_yours
from communities.vocabulary import words_here
from contacts.addresses import address, around_id
from contacts.templatetags.ui import avatar

register = template.Library()
# A slug that stands for any.
_ANY = "any-slug-of-an-entry"


class EntryLine(NamedTuple):
    """One of `mine`, `take` and `join` is the address of what can be done with the entry; beside `left`, my community
    where I am no longer, or `considered`, where I am not yet, stands `join`."""

    avatar: SafeString
    to: str
    name: str
    note: SafeString
    brief: str
    mine: str
    left: str
    considered: str
    take: str
    join: str
    join_said: str
    label: str


@register.simple_tag
def entry_lines(entries: Iterable[tuple[CatalogueEntry, Mine | None, int]]) -> list[EntryLine]:
    """Entries with my community that came from each, and how many of my people are there."""
    # What the button is called for those who hear the page.
    join_named, join_said, again = _("Join “%(name)s”"), _("Join"), _("Join again")
    entry_at, join_at = _around("communities:catalogue_entry"), _around("communities:join")
    kinds, template_said = _said_of_all(get_language())
    add, place_at = address("communities:add"), around_id("communities:community")
    words, lines = words_here(), []
    for entry, mine, people in entries:
        name, slug = words.get(entry.name, entry.name), entry.slug
        there, left = mine is not None and mine.there, mine is not None and mine.left
        at = f"{place_at[0]}{mine.pk}{place_at[1]}" if mine else ""
        note = [
            kinds.get(entry.kind) or escape(entry.kind),
            escape(words.get(entry.city, entry.city)),
            template_said if entry.is_template else "",
            f"<strong>{escape(of_yours(people))}</strong>" if people else "",
        ]
        lines.append(
            EntryLine(
                avatar=avatar(name, entry.pk),
                to=slug.join(entry_at),
                name=name,
                note=SafeString(" · ".join(filter(None, note))),
                brief=entry.in_brief,
                mine=at if there else "",
                left=at if left else "",
                considered=at if mine and mine.considering else "",
                take=f"{add}?template={slug}" if entry.is_template and not there else "",
                join="" if there or entry.is_template else slug.join(join_at),
                join_said=again if left else join_said,
                label=join_named % {"name": name},
            )
        )
    return lines


@lru_cache(maxsize=8)
def _said_of_all(_language: str | None) -> tuple[dict[str, str], str]:
    """The kinds in a language, and the word for a template, escaped."""
    return {one.value: escape(str(one.label)) for one in Kind}, escape(_("template"))


def _around(route: str) -> tuple[str, str]:
    """What stands before and after the slug of an entry in an address."""
    return _pieces(route, get_script_prefix())


@lru_cache(maxsize=8)
def _pieces(route: str, _prefix: str) -> tuple[str, str]:
    before, _slug, after = reverse(route, args=[_ANY]).partition(_ANY)
    return before, after
