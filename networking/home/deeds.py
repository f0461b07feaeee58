"""What can be done from anywhere, with the words by which it is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contacts.finding.stems import stem
from contacts.text import words


@dataclass(frozen=True)
class Deed:
    """Something to do: its name, other words for it, and the page where it is done."""

    name: Lazy
    other_words: Lazy
    route: str
    icon: str
    dialog: bool = False


DEEDS = [
    Deed(_("Log a talk"), _("write down call meeting message conversation"), "home:quick_log", "pencil-plus", True),
    Deed(_("New person"), _("add contact acquaintance"), "contacts:add", "user-plus"),
    Deed(_("New event"), _("add meetup conference webinar"), "events:add", "calendar-plus"),
    Deed(_("New community"), _("add group chat association"), "communities:add", "plus"),
    Deed(_("I gave something"), _("contribution help share"), "communities:contribution_add", "heart-handshake", True),
    Deed(_("An opportunity came"), _("vacancy offer client invitation"), "communities:opportunity_add", "bulb", True),
    Deed(_("This month"), _("figures metrics statistics numbers"), "metrics:month_now", "chart-dots-3"),
    Deed(_("What communities gave back"), _("return leave stay worth"), "metrics:return_list", "building"),
    Deed(
        _("Qualities over time"), _("depth knowledge usefulness recognition trend"), "metrics:qualities", "chart-dots-3"
    ),
    Deed(_("Promises"), _("owe debts tasks"), "contacts:promises", "hand-stop"),
    Deed(_("Today"), _("home start morning"), "home:today", "sun"),
    Deed(_("Referrals"), _("recommendations thanks introductions"), "contacts:referrals", "heart-handshake"),
    Deed(_("Catalogue of communities"), _("join find associations"), "communities:catalogue", "affiliate"),
    Deed(_("Map of people and communities"), _("graph net bridges thin spots"), "map:map", "affiliate"),
    Deed(_("Knowledge"), _("notes guidance advice how"), "guidance:index", "notebook"),
    Deed(_("Settings"), _("profile language time zone theme"), "accounts:settings", "settings"),
    Deed(_("Trash"), _("deleted restore undo"), "contacts:trash", "trash"),
    Deed(_("Help"), _("keys keyboard shortcuts"), "home:help", "help", True),
]


def meant_by(said: list[str]) -> list[Deed]:
    """The deeds of which every word that was said begins a word, in the language of the page."""
    if not said:
        return []
    begins = [(word, stem(word)) for word in said]
    known = zip(DEEDS, _known(get_language()), strict=True)
    return [deed for deed, its in known if all(any(one.startswith(word) for one in its) for word in begins)]


@lru_cache(maxsize=8)
def _known(_language: str | None) -> list[list[str]]:
    """The words of each deed, which are the same for every letter that is typed."""
    return [words(f"{deed.name} {deed.other_words}") for deed in DEEDS]
