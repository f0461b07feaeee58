from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from communities.advice import acquaintance, duties, giving
from communities.advice.facts import Around
from communities.advice.suggestion import Advice
from communities.models.participation import Status

SHOWN = 3
RULES: tuple[Callable[[Around], Advice | None], ...] = (
    duties.debrief,
    duties.renew,
    duties.review,
    duties.decide,
    acquaintance.due,
    duties.outcome,
    acquaintance.people,
    duties.aims,
    acquaintance.acquaint,
    giving.plan,
    giving.give,
)


def advice(around: Around) -> list[Advice]:
    """At most three suggestions, the most urgent first; a community that I left asks for a debrief at most."""
    rules = RULES[:1] if around.status == Status.LEFT else RULES
    return [*islice((found for rule in rules if (found := rule(around))), SHOWN)]
