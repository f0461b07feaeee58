"""What a merge does to the mentions of the two, and to the texts that hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from contacts.actions.journal import Journal
from contacts.mentions.keeping import extra_of, keep, sources, table_of
from contacts.mentions.tokens import led_elsewhere
from contacts.models import Contact
from contacts.models.mention import Mentioning

Touched = dict[type[Mentioning], set[int]]


def lead_mentions(journal: Journal, gone: int, kept: int) -> None:
    """In every text of the two's owner that mentions `gone`, mention `kept`; open forms of these texts become stale."""
    for model in sources():
        table, link = table_of(model)
        here = table._base_manager.filter(contact=gone).exclude(**{link: None})
        each: list[tuple[Mentioning, dict[str, tuple[Any, Any]]]] = []
        for row in model._base_manager.filter(pk__in=here.values(link)).order_by("pk"):
            before = getattr(row, model.mentions_in)
            changes: dict[str, tuple[Any, Any]] = {model.mentions_in: (before, led_elsewhere(before, {gone: kept}))}
            if hasattr(row, "version"):
                changes["version"] = (row.version, row.version + 1)
            each.append((row, changes))
        journal.set_each(model, each)


def settle_mentions(journal: Journal, gone: int, kept: int) -> None:
    """After the rows were moved and united: the kept mentions are those of the texts that are left."""
    for model, pks in texts_of(journal.steps, people=[kept]).items():
        staying = pks - {gone} if model is Contact else pks
        for one in extra_of(model, staying):
            journal.delete(one)
        keep(model, _texts(model, staying))


def texts_of(steps: Iterable[list[Any]], *, people: Iterable[int]) -> Touched:
    """The rows whose texts the steps wrote or deleted, and those of the people themselves."""
    found: Touched = defaultdict(set, {Contact: {*people}})
    for kind, label, *rest in steps:
        model = apps.get_model(label)
        if not issubclass(model, Mentioning):
            continue
        if kind == "delete":
            found[model].add(rest[0]["id"])
        elif model.mentions_in in rest[1]:
            found[model].update(rest[0])
    return found


def mentioning(contacts: Iterable[int]) -> Touched:
    """The rows whose texts mention any of these people."""
    ids = [*contacts]
    found: Touched = defaultdict(set)
    for model in sources():
        table, link = table_of(model)
        here = table._base_manager.filter(contact__in=ids).exclude(**{link: None})
        found[model].update(here.values_list(link, flat=True))
    return found


def keep_again(*touched: Touched) -> None:
    """Work out anew who is mentioned in these rows, those that are there."""
    for rows in touched:
        for model, pks in rows.items():
            keep(model, _texts(model, pks))


def _texts(model: type[Mentioning], pks: Iterable[int]) -> QuerySet[Mentioning]:
    """What `keep` reads of rows, and no more."""
    return model._base_manager.filter(pk__in=pks).only("owner", model.mentions_in)
