"""The twelve practices in the order of the notes: their names, their advice, and where each is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models.contribution import ContributionKind
from networking.metrics.evidence import events_organised, organised_besides, talked_soon
from networking.metrics.practices import rows
from networking.metrics.rows import Rows, events_attended, new_contacts
from networking.metrics.windows import Month

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Group(models.TextChoices):
    ACTIVE = "active", _("To take part")
    VALUE = "value", _("To be of use")
    TIES = "ties", _("To care for ties")


@dataclass(frozen=True)
class Practice:
    """One practice. `parts` are counted together; with `out_of` the number is a share of those rows."""

    slug: str
    group: Group
    name: _StrPromise
    definition: _StrPromise
    parts: tuple[Rows, ...]
    # A sentence of the note that speaks of it.
    advice: _StrPromise
    do: _StrPromise
    route: str
    query: dict[str, str] = field(default_factory=dict)
    # For a route that opens rows of the month: their slug.
    opens: str = ""
    out_of: tuple[Rows, ...] = ()
    out_of_slug: str = ""

    @property
    def note(self) -> str:
        """Leads to the section of the note in the reader's language; guidance is known by its addresses only."""
        return reverse("guidance:shown_on", args=[f"practice:{self.slug}"])

    def address(self, month: Month) -> str:
        """Where one touch does it, or shows with whom."""
        if self.opens:
            return reverse(self.route, args=[month, self.opens])
        return reverse(self.route) + (f"?{urlencode(self.query)}" if self.query else "")


def _given(
    kind: ContributionKind, group: Group, name: _StrPromise, definition: _StrPromise, advice: _StrPromise
) -> Practice:
    """A practice that is counted from contributions of one kind."""
    return Practice(
        slug=kind.value,
        group=group,
        name=name,
        definition=definition,
        parts=(rows.given(kind),),
        advice=advice,
        do=_("Write it down"),
        route="communities:contribution_add",
        query={"kind": kind.value},
    )


PRACTICES = (
    Practice(
        slug="events",
        group=Group.ACTIVE,
        name=_("Events attended"),
        definition=_("Events that began in the month and that you went to."),
        parts=(events_attended,),
        advice=_("Two a month do more than five in one week."),
        do=_("Plan an event"),
        route="events:add",
    ),
    _given(
        ContributionKind.DISCUSSION,
        Group.ACTIVE,
        _("Discussions joined"),
        _("Discussions of the month that you took part in."),
        _("One considered answer, or a question after a talk, counts already."),
    ),
    _given(
        ContributionKind.TOPIC,
        Group.ACTIVE,
        _("Topics and ideas proposed"),
        _("Topics and ideas that you proposed in the month."),
        _("Organisers are always short of topics. Send one phrase and the name of who could speak about it."),
    ),
    _given(
        ContributionKind.EXPERTISE,
        Group.ACTIVE,
        _("Expertise given"),
        _("Times in the month that you helped with what you know well."),
        _("Look through somebody’s code or abstract, answer a question that is simple for you."),
    ),
    _given(
        ContributionKind.INFORMATION,
        Group.VALUE,
        _("Information shared"),
        _("Useful things that you passed on in the month."),
        _("An article, a tool, a recorded talk: to one person, saying why you thought of them."),
    ),
    _given(
        ContributionKind.HELP,
        Group.VALUE,
        _("Help offered"),
        _("Times in the month that you offered your help."),
        _("Instead of “feel free to ask” say: “I can look at it for an hour on Thursday”."),
    ),
    _given(
        ContributionKind.EXPERIENCE,
        Group.VALUE,
        _("Experience shared"),
        _("Times in the month that you told of your own experience."),
        _("The story of a failure is more useful than that of a victory. A talk, a post, a chat over coffee will do."),
    ),
    Practice(
        slug="events-organised",
        group=Group.VALUE,
        name=_("Events organised"),
        definition=_(
            "Events of the month that you organised, each counted once: by your role there, or by what you wrote down."
        ),
        parts=(events_organised, organised_besides),
        advice=_("Meet the guests or find a room: everybody knows the organiser."),
        do=_("Write it down"),
        route="communities:contribution_add",
        query={"kind": ContributionKind.EVENT.value},
    ),
    Practice(
        slug="second-talks",
        group=Group.TIES,
        name=_("Second talks"),
        definition=_("People met in the month with whom something passed on a later day, within 30 days."),
        parts=(talked_soon,),
        advice=_("Write within two days, go on within a month."),
        do=_("To whom to write"),
        route="metrics:evidence",
        opens="without-second-talk",
        out_of=(new_contacts,),
        out_of_slug="people-met",
    ),
    Practice(
        slug="promises-kept",
        group=Group.TIES,
        name=_("Promises kept on time"),
        definition=_("Promises of yours whose day was in the month, kept by that day."),
        parts=(rows.promises_kept,),
        advice=_("Write them down at once, with a day. If you are late, say so before the day."),
        do=_("To the promises"),
        route="contacts:promises",
        out_of=(rows.promises_due,),
        out_of_slug="promises-due",
    ),
    Practice(
        slug="congratulations",
        group=Group.TIES,
        name=_("Congratulations"),
        definition=_("Dates of the month on which you congratulated."),
        parts=(rows.congratulated,),
        advice=_("On a talk, a new job, a birthday. Two sentences of your own are better than a card."),
        do=_("Whom to congratulate"),
        route="metrics:evidence",
        opens="dates-due",
        out_of=(rows.dates_due,),
        out_of_slug="dates-due",
    ),
    _given(
        ContributionKind.OPPORTUNITY,
        Group.TIES,
        _("Opportunities shared"),
        _("Opportunities that you passed on in the month."),
        _("A vacancy, a contest, an invitation: not for you, but it may open a door to somebody."),
    ),
)
