"""The database itself keeps by month how many people who were met, and how many referrals, belong to a community.

Somebody met belongs to it as its member on that day, or as one who joined in that month; a referral belongs to it when
its giver was a member on its day. Counting that anew means to look for the memberships of everybody who was met.

Who was met at an event belongs to its community too. Whether a day is that of an event depends on the owner's zone,
which a database need not know, so those attendances are kept that are no more than a day away (`kept_near.py`).

As in `kept_talks/`, a changed row changes a number by what only that row makes belong, so that the order of the rows of
a statement does not matter.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable

TABLE = KeptTable("communities_kept_belongings", ("owner_id", "what", "first", "place"))
MET, REFERRALS = 1, 2
_TIE, _PERSON, _REFERRAL = "communities_membership", "contacts_contact", "contacts_referral"
MONTH = {"sqlite": "date({day}, 'start of month')", "postgresql": "date_trunc('month', ({day})::timestamp)::date"}
_AFTER = {
    "sqlite": "date({day}, 'start of month', '+1 month')",
    "postgresql": "(date_trunc('month', ({day})::timestamp) + interval '1 month')::date",
}


def _contains(tie: str, day: str) -> str:
    return f"({tie}.since IS NULL OR {tie}.since <= {day}) AND ({tie}.until IS NULL OR {tie}.until >= {day})"


def _met_in(tie: str, person: str, vendor: str) -> str:
    """That a membership makes somebody who was met belong to its community."""
    day = f"{person}.met_on"
    month, after = MONTH[vendor].format(day=day), _AFTER[vendor].format(day=day)
    joined = f"{tie}.since >= {month} AND {tie}.since < {after}"
    return f"{tie}.trash_id IS NULL AND {person}.trash_id IS NULL AND (({_contains(tie, day)}) OR ({joined}))"


def _given_by(tie: str, person: str, referral: str) -> str:
    """That a membership of its giver makes a referral belong to its community."""
    return (
        f"{tie}.trash_id IS NULL AND {person}.trash_id IS NULL AND {referral}.trash_id IS NULL "
        f"AND {referral}.direction = 'received' AND {_contains(tie, f'{referral}.made_on')}"
    )


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    met, made = (MONTH[vendor].format(day=day) for day in ("w.met_on", "r.made_on"))
    return TABLE.recount(
        f"SELECT w.owner_id, {MET}, {met}, n.community_id, COUNT(DISTINCT w.id) FROM {_TIE} n "
        f"JOIN {_PERSON} w ON w.id = n.contact_id WHERE {_met_in('n', 'w', vendor)} AND w.met_on IS NOT NULL "
        f"GROUP BY 1, 3, 4 UNION ALL "
        f"SELECT r.owner_id, {REFERRALS}, {made}, n.community_id, COUNT(DISTINCT r.id) FROM {_REFERRAL} r "
        f"JOIN {_PERSON} w ON w.id = r.giver_id JOIN {_TIE} n ON n.contact_id = w.id "
        f"WHERE {_given_by('n', 'w', 'r')} AND r.made_on IS NOT NULL GROUP BY 1, 3, 4",
        using=using,
    )


def _of_tie(row: str, sign: int, vendor: str) -> str:
    met, made = (MONTH[vendor].format(day=day) for day in ("w.met_on", "r.made_on"))
    another = (
        f"NOT EXISTS (SELECT 1 FROM {_TIE} n WHERE n.owner_id = {row}.owner_id AND n.contact_id = {row}.contact_id "
        f"AND n.community_id = {row}.community_id AND n.id <> {row}.id AND "
    )
    return "; ".join(
        TABLE.adding(one)
        for one in (
            f"SELECT {row}.owner_id, {MET}, {met}, {row}.community_id, {sign} FROM {_PERSON} w "
            f"WHERE w.id = {row}.contact_id AND w.met_on IS NOT NULL AND {_met_in(row, 'w', vendor)} "
            f"AND {another}{_met_in('n', 'w', vendor)})",
            f"SELECT {row}.owner_id, {REFERRALS}, {made}, {row}.community_id, SUM({sign}) "
            f"FROM {_PERSON} w CROSS JOIN {_REFERRAL} r WHERE w.id = {row}.contact_id AND r.giver_id = w.id "
            f"AND r.made_on IS NOT NULL AND {_given_by(row, 'w', 'r')} AND {another}{_given_by('n', 'w', 'r')}) "
            "GROUP BY 1, 3, 4",
        )
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    met, made = (MONTH[vendor].format(day=day) for day in (f"{row}.met_on", "r.made_on"))
    # The owner leads to the index of the memberships of a person.
    ties = f"{_TIE} n WHERE n.owner_id = {row}.owner_id AND n.contact_id = {row}.id"
    return "; ".join(
        TABLE.adding(one)
        for one in (
            f"SELECT DISTINCT {row}.owner_id, {MET}, {met}, n.community_id, {sign} FROM {ties} "
            f"AND {row}.met_on IS NOT NULL AND {_met_in('n', row, vendor)}",
            f"SELECT {row}.owner_id, {REFERRALS}, {made}, n.community_id, {sign} * COUNT(DISTINCT r.id) "
            f"FROM {_REFERRAL} r CROSS JOIN {ties} AND r.giver_id = {row}.id AND r.made_on IS NOT NULL "
            f"AND {_given_by('n', row, 'r')} GROUP BY 1, 3, 4",
        )
    )


def _of_referral(row: str, sign: int, vendor: str) -> str:
    made = MONTH[vendor].format(day=f"{row}.made_on")
    # With a plain column SQLite would walk all memberships in the order of their communities.
    return TABLE.adding(
        f"SELECT DISTINCT {row}.owner_id, {REFERRALS}, {made}, +n.community_id, {sign} "
        f"FROM {_PERSON} w CROSS JOIN {_TIE} n WHERE w.id = {row}.giver_id AND n.owner_id = {row}.owner_id "
        f"AND n.contact_id = {row}.giver_id AND {row}.made_on IS NOT NULL AND {_given_by('n', 'w', row)}"
    )


TRIGGERS = following(
    "belongings",
    TABLE,
    [
        Followed(_TIE, ("contact_id", "community_id", "since", "until", "trash_id"), _of_tie),
        Followed(_PERSON, ("trash_id", "met_on"), _of_person, inserts=False),
        Followed(_REFERRAL, ("direction", "giver_id", "made_on", "trash_id"), _of_referral),
    ],
    recount,
)
