"""The kept mentions are what the texts say: made so on every save, and worked out again from all texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from contacts.mentions.tokens import mentioned_ids
from contacts.models.contact import Contact
from contacts.models.mention import MentionBase, Mentioning

CHUNK = 500
# A text's row and who is mentioned in it.
Pair = tuple[int, int]
R = TypeVar("R", bound=Mentioning)


def sources() -> list[type[Mentioning]]:
    """The models whose texts may mention people, on every floor."""
    return [model for model in apps.get_models() if issubclass(model, Mentioning)]


def keep(model: type[Mentioning], rows: Iterable[Any], *, new: bool = False) -> None:
    """Make the mentions of saved rows of one model those of their texts; nothing is asked for new rows without any."""
    texts = {row.pk: row for row in rows if row.pk}
    wanted = _wanted(texts)
    if new and not wanted:
        return
    table, link = table_of(model)
    for some in _chunks([*texts]):
        here = table._base_manager.filter(**{f"{link}__in": some})
        these = {*some}
        said = {pair for pair in wanted if pair[0] in these}
        if not said:
            here.delete()
            continue
        extra, missing = _differences(here, link, said)
        table._base_manager.filter(pk__in=extra).delete()
        _make(table, link, {pair: texts[pair[0]].owner_id for pair in missing})


def table_of(model: type[models.Model]) -> tuple[type[MentionBase], str]:
    """The table that keeps the mentions in a model's texts, and its link to them."""
    relation = model._meta.get_field("mentions")
    return relation.related_model, relation.field.name  # type: ignore[union-attr, return-value]  # a link to a model of ours


def extra_of(model: type[Mentioning], pks: Iterable[int]) -> list[MentionBase]:
    """Kept mentions of some rows that their texts no longer have."""
    table, link = table_of(model)
    rows = model._base_manager.only("owner", model.mentions_in).in_bulk([*pks])
    wanted = _wanted(rows)
    here = table._base_manager.filter(**{f"{link}__in": [*rows]})
    return [one for one in here.order_by("pk") if (getattr(one, f"{link}_id"), one.contact_id) not in wanted]


def recount(*, mend: bool = True) -> int:
    """Work every mention out again from the texts; returns how many were wrong."""
    return sum(_recount(model, mend) for model in sources())


def _recount(model: type[Mentioning], mend: bool) -> int:
    table, link = table_of(model)
    rows = {one.pk: one for one in model._base_manager.filter(**{f"{model.mentions_in}__contains": "@["})}
    here = table._base_manager.exclude(**{link: None})
    extra, missing = _differences(here, link, _wanted(rows))
    if mend:
        for some in _chunks(extra):
            table._base_manager.filter(pk__in=some).delete()
        _make(table, link, {pair: rows[pair[0]].owner_id for pair in missing})
    return len(extra) + len(missing)


def _wanted(rows: dict[int, Any]) -> set[Pair]:
    """Who is mentioned in which row; ids that are nobody's of the same owner are words like others."""
    said = {pk: mentioned_ids(getattr(row, row.mentions_in)) for pk, row in rows.items()}
    ids = sorted({one for found in said.values() for one in found})
    owners: dict[int, int] = {}
    for some in _chunks(ids):
        owners.update(Contact._base_manager.filter(pk__in=some).values_list("pk", "owner_id"))
    return {(pk, one) for pk, found in said.items() for one in found if owners.get(one) == rows[pk].owner_id}


def _differences(here: models.QuerySet[Any], link: str, wanted: set[Pair]) -> tuple[list[int], list[Pair]]:
    have = {(row, contact): pk for pk, row, contact in here.values_list("pk", f"{link}_id", "contact_id")}
    return [pk for pair, pk in have.items() if pair not in wanted], sorted(wanted - {*have})


def _make(table: type[MentionBase], link: str, pairs: dict[Pair, int]) -> None:
    table._base_manager.bulk_create(
        table(**{"owner_id": owner, f"{link}_id": row, "contact_id": contact})
        for (row, contact), owner in pairs.items()
    )


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
