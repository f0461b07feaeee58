"""The launch plan of a community that I found: what each of the six steps asks, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from communities.models import LaunchStep
from communities.models.launch import Step

if TYPE_CHECKING:
    from communities.forms.launch import LaunchStepForm

ADVICE: dict[str, Lazy] = {
    Step.THEME: _(
        "Take one subject that people talk about at lunch anyway, and say who it is for. A narrow theme gathers people "
        "sooner than a broad one; it can widen later."
    ),
    Step.PEOPLE: _(
        "Five people are enough to begin. Ask each of them in person rather than all by one letter, and ask what they "
        "would come for: the answers are your first topics."
    ),
    Step.SUPPORT: _(
        "Ask your manager for something small and certain: an hour a month, a room, a line in the newsletter. If "
        "nobody has to allow it, write that down and mark the step as done."
    ),
    Step.MEETINGS: _(
        "Choose a day and an hour and keep to them: a meeting that was moved twice is soon none. Agree before each of "
        "the first three on who tells something."
    ),
    Step.CHANNELS: _(
        "One place to talk between the meetings is better than three. Say there what it is for, and for the first "
        "month be the one who answers."
    ),
    Step.ACTIVITIES: _(
        "Ask the people what they want to be able to do in half a year, and plan two or three events that lead there. "
        "Let somebody else hold one of them."
    ),
}

# How each step is called when it is told and no longer asked.
TOLD: dict[str, Lazy] = {
    Step.THEME: _("The subject"),
    Step.PEOPLE: _("The first people"),
    Step.SUPPORT: _("Support"),
    Step.MEETINGS: _("The meetings"),
    Step.CHANNELS: _("A place to talk"),
    Step.ACTIVITIES: _("What came next"),
}


# An id that stands for any.
_ANY_ID = 987_654_000


def address_of(community: int, step: str) -> str:
    """Where the form of a step goes; looked up once for all communities."""
    before, after = _around(step, get_script_prefix())
    return f"{before}{community}{after}"


@lru_cache(maxsize=64)
def _around(step: str, _prefix: str) -> tuple[str, str]:
    before, _id, after = reverse("communities:launch_step", args=[_ANY_ID, step]).partition(str(_ANY_ID))
    return before, after


@lru_cache(maxsize=64)
def _note_address(step: str, _prefix: str) -> str:
    return reverse("guidance:shown_on", args=[f"step:{step}"])


@dataclass
class Stage:
    """One step of the plan as it stands, with its form where that is open."""

    number: int
    step: Step
    row: LaunchStep | None
    form: LaunchStepForm | None = None
    # Where the form goes.
    to: str = ""

    @property
    def note_address(self) -> str:
        """Where a note on the step stands."""
        return _note_address(self.step, get_script_prefix())

    @property
    def advice(self) -> Lazy:
        return ADVICE[self.step]

    @property
    def told(self) -> Lazy:
        return TOLD[self.step]

    @property
    def done_on(self) -> date | None:
        return self.row.done_on if self.row else None

    @property
    def did(self) -> str:
        return self.row.did if self.row else ""


@dataclass(frozen=True)
class Plan:
    """All six steps in their order."""

    stages: list[Stage]

    @property
    def done(self) -> int:
        return sum(stage.done_on is not None for stage in self.stages)

    @property
    def finished(self) -> bool:
        return self.done == len(self.stages)

    @property
    def next(self) -> Stage | None:
        """The first step that is not done."""
        return next((stage for stage in self.stages if stage.done_on is None), None)

    @property
    def story(self) -> list[Stage]:
        """What is done, as it happened; steps of one day stand in the order of the plan."""
        return sorted((stage for stage in self.stages if stage.done_on), key=lambda stage: stage.done_on or date.max)


def plan_of(rows: Iterable[LaunchStep]) -> Plan:
    """The plan that the rows of one community make; a step without a row is untouched."""
    known = {row.step: row for row in rows}
    return Plan([Stage(number, step, known.get(step)) for number, step in enumerate(Step, 1)])
