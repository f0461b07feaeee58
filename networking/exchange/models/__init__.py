from networking.exchange.models.events import EventSource, EventSourceQuerySet
from networking.exchange.models.imports import (
    Choice,
    ContactSource,
    ImportBatch,
    ImportBatchQuerySet,
    ImportRow,
    ImportRowQuerySet,
    State,
    Verdict,
)

__all__ = [
    "Choice",
    "ContactSource",
    "EventSource",
    "EventSourceQuerySet",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportRow",
    "ImportRowQuerySet",
    "State",
    "Verdict",
]
