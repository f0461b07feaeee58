"""The words by which pages ask for notes: a note names them in `shows_on`, an admin chooses among them."""

from __future__ import annotations

from functools import lru_cache

from communities.models.event import EventRole
from communities.models.kinds import Family, Kind
from communities.models.launch import Step
from communities.models.participation import Role

PLAIN = (
    "today_empty", "people_empty", "communities_empty", "events_empty", "month_empty", "event", "debrief", "promise",
    "referral", "mentorship", "month", "review", "launch",
)  # fmt: skip
# Of figures and practices the room knows only the addresses.
FAMILIES = {
    "kind": tuple(Kind.values),
    "family": tuple(Family.values),
    "role": tuple(dict.fromkeys([*EventRole.values, *Role.values])),
    "step": tuple(Step.values),
    "figure": (
        "new-contacts", "interactions", "referrals-received", "events-attended", "depth", "knowledge", "usefulness",
        "recognition",
    ),
    "practice": (
        "events", "discussion", "topic", "expertise", "information", "help", "experience", "events-organised",
        "second-talks", "promises-kept", "congratulations", "opportunity",
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Every place that some page asks for."""
    return frozenset({*PLAIN, *(f"{family}:{name}" for family, names in FAMILIES.items() for name in names)})


def is_place(word: str) -> bool:
    """Whether a page asks for it; a heading may stand behind a `#`."""
    return word.partition("#")[0] in places()


def nearest(word: str) -> str:
    """What could stand in place of a word that no page asks for, as a list: its family where it has one, or all."""
    family = word.partition("#")[0].partition(":")[0]
    if family in FAMILIES:
        return ", ".join(f"{family}:{name}" for name in FAMILIES[family])
    return ", ".join([*PLAIN, *(f"{name}:…" for name in FAMILIES)])


def all_told() -> str:
    """All places as a list, those of a family together."""
    return ", ".join(PLAIN) + "; " + "; ".join(f"{family}: {', '.join(names)}" for family, names in FAMILIES.items())
