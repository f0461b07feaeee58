"""Every route of the product, read from the resolver, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

OURS = (
    "accounts",
    "communities",
    "contacts",
    "digests",
    "events",
    "exchange",
    "feeds",
    "guidance",
    "home",
    "map",
    "metrics",
)


@dataclass(frozen=True)
class Route:
    """A named address and the names of what it takes."""

    name: str
    takes: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        return self.name.split(":")[0] in OURS


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns, (), ()), key=lambda route: route.name)


def _walk(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...], takes: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        here = (*takes, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner, here)
        elif pattern.name:
            yield Route(":".join((*spaces, pattern.name)), here)
