"""How large the measured life is."""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = 24


@dataclass(frozen=True)
class Size:
    """Interactions have one and a half people each; all of it lies in the last 24 months."""

    people: int
    interactions: int
    communities: int
    events: int

    @classmethod
    def of(cls, people: int) -> Size:
        """In the measures of the largest account: 50,000 people with 1,000,000 interactions, 20,000 events."""
        return cls(people, people * 20, max(4, min(200, people // 50)), max(20, people * 2 // 5))

    @property
    def name(self) -> str:
        return f"figures-{self.people}-{self.interactions}-{self.communities}-{self.events}"
