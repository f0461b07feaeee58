"""Nobody sees, changes or joins anything of somebody else's: every route, every form, every page."""

from __future__ import annotations

import re
from collections import deque
from datetime import date
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse

from contacts.forms.owned import OwnedForm
from contacts.forms.people import PeopleField
from contacts.owned import Owned
from networking.accounts.models import User
from tests.factories import make_user
from tests.network import fill, mark
from tests.routes import Route, routes

TODAY = date(2026, 11, 20)
NOW = "2026-11-20 12:00:00+03:00"
# Routes that take something that is nobody's own, each with its reason.
SHARED = {
    "accounts:accept": "the secret of an invitation",
    "accounts:withdraw": "invitations are the admins'",
    "communities:catalogue_entry": "the catalogue is everybody's",
    "communities:join": "the catalogue is everybody's",
    "events:calendar_month": "a month is everybody's",
    "feeds:feed": "the secret of a calendar's subscription",
    "guidance:file": "files of notes are everybody's",
    "guidance:upload": "the vault is the admins'",
    "guidance:edit": "the vault is the admins'",
    "guidance:history": "the vault is the admins'",
    "guidance:version": "the vault is the admins'",
    "guidance:remove": "the vault is the admins'",
    "guidance:move": "the vault is the admins'",
    "guidance:lists_of_month": "a month is everybody's",
    "guidance:list_take": "notes are everybody's",
    "guidance:note": "notes are everybody's",
    "guidance:preview": "notes are everybody's",
    "guidance:tag": "notes are everybody's",
    "guidance:shown_on": "notes are everybody's",
    "digests:stop": "the signature of a link",
    "metrics:month": "a month is everybody's",
    "metrics:rows": "a month is everybody's",
    "metrics:span": "a month is everybody's",
    "metrics:charts": "a month is everybody's",
    "metrics:targets": "a month is everybody's",
    "metrics:export": "a month is everybody's",
    "metrics:practices": "a month is everybody's",
    "metrics:review": "a month is everybody's",
    "metrics:review_open_ends": "a month is everybody's",
    "metrics:review_put_aside": "a month is everybody's",
    "metrics:review_take_back": "a month is everybody's",
    "metrics:review_marks": "a month is everybody's",
    "metrics:review_targets": "a month is everybody's",
    "metrics:review_close": "a month is everybody's",
    "metrics:review_reopen": "a month is everybody's",
    "metrics:review_silence": "a month is everybody's",
    "metrics:closing_panel": "a month is everybody's",
    "metrics:review_go_on": "a month is everybody's",
    "metrics:evidence": "a month is everybody's",
    "contacts:filter_values": "the word for a field",
}
# Whose row a route takes: the longest beginning of its name that matches.
ROWS = {
    "contacts:": "Contact",
    "exchange:batch": "ImportBatch",
    "contacts:interaction": "Interaction",
    "contacts:promise": "Promise",
    "contacts:referral": "Referral",
    "contacts:change": "Change",
    "contacts:undo": "Trash",
    "contacts:filter": "SavedFilter",
    "contacts:bulk": "BulkChange",
    "contacts:unmerge": "Merge",
    "contacts:not_same_undo": "NotSame",
    "contacts:date": "ImportantDate",
    "contacts:date_add": "Contact",
    "contacts:congratulation": "Congratulation",
    "contacts:mentorship": "Mentorship",
    "contacts:mentorship_add": "Contact",
    "contacts:relationship": "Relationship",
    "contacts:relationship_add": "Contact",
    "communities:": "Community",
    "communities:unite_undo": "BulkChange",
    "communities:suggestion": "CatalogueSuggestion",
    "communities:participation": "Participation",
    "communities:participation_add": "Community",
    "communities:overlaps": "Contact",
    "communities:membership": "Membership",
    "communities:contact_panel": "Contact",
    "communities:contact_giving": "Contact",
    "communities:event_giving": "Event",
    "communities:contribution": "Contribution",
    "communities:opportunity": "Opportunity",
    "events:": "Event",
    "events:contact_panel": "Contact",
    "events:series": "Series",
    "events:series_undo": "SeriesChange",
    "events:debrief_undo": "BulkChange",
    "guidance:lists_of_event": "Event",
    "guidance:lists_of_community": "Community",
    "guidance:list": "OwnList",
    "guidance:list_item": "OwnItem",
    "guidance:list_item_add": "OwnList",
    "home:rhythm_panel": "Contact",
    "metrics:dismissal": "Dismissal",
    "metrics:return": "Community",
}


def row_of(route: Route, rows: dict[str, models.Model]) -> models.Model:
    fitting = [name for name in ROWS if route.name.startswith(name)]
    assert fitting, f"{route.name} takes {route.takes}: say in tests/test_strangers.py whose row that is"
    return rows[ROWS[max(fitting, key=len)]]


def routes_with_rows() -> list[Route]:
    return [route for route in routes() if route.is_ours and route.takes and route.name not in SHARED]


@time_machine.travel(NOW)
def test_a_strangers_id_is_404_on_every_route(
    client_of_owner: Client, client_of_stranger: Client, owner: User, stranger: User
) -> None:
    fill(owner, TODAY)
    rows = fill(stranger, TODAY)
    names = [route.name for route in routes_with_rows()]
    assert len(names) > 20
    for route in routes_with_rows():
        row = row_of(route, rows)
        address = reverse(route.name, args=[row.pk] * len(route.takes))
        for method in ("get", "post"):
            answer = getattr(client_of_owner, method)(address)
            assert answer.status_code in (404, 405), f"{method} {address} answered {answer.status_code}"
    for route in routes_with_rows():
        address = reverse(route.name, args=[row_of(route, rows).pk] * len(route.takes))
        own = client_of_stranger.get(address)
        assert own.status_code in (200, 204, 302, 405), f"the row's own owner got {own.status_code} from {address}"


def own_forms(kind: type[Any]) -> list[type[Any]]:
    """Every form of a row that some page uses: the pages are loaded first, which loads their forms."""
    routes()
    found = []
    for one in kind.__subclasses__():
        found += [one, *own_forms(one)] if one.__module__.split(".")[0] != "tests" else []
    return found


def test_the_forms_are_all_there() -> None:
    assert len(own_forms(OwnedForm)) > 20


@time_machine.travel(NOW)
@pytest.mark.parametrize("form", own_forms(OwnedForm), ids=lambda form: form.__name__)
def test_no_form_takes_a_strangers_row(form: type[OwnedForm[Any]], owner: User, stranger: User) -> None:
    mine, theirs = fill(owner, TODAY), fill(stranger, TODAY)
    made = form(owner=owner, instance=mine.get(form._meta.model.__name__))
    for name, field in made.fields.items():
        if isinstance(field, PeopleField):
            assert field.clean(f"id:{mine['Contact'].pk}"), name
            with pytest.raises(ValidationError):
                field.clean(f"id:{theirs['Contact'].pk}")
        elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            if not issubclass(field.queryset.model, Owned):
                continue
            many = isinstance(field, forms.ModelMultipleChoiceField)
            model = field.queryset.model.__name__
            assert field.clean([mine[model].pk] if many else mine[model].pk), name
            with pytest.raises(ValidationError):
                field.clean([theirs[model].pk] if many else theirs[model].pk)


def crawl(client: Client, start: list[str], limit: int = 400) -> dict[str, str]:
    """Every page that can be reached by links, with its text."""
    seen: dict[str, str] = {}
    ahead = deque(start)
    while ahead and len(seen) < limit:
        address = ahead.popleft()
        if address in seen or "logout" in address:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 204, 302, 404, 405, 422), f"{address} answered {answer.status_code}"
        seen[address] = (
            b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
        )
        for link in re.findall(r'(?:href|data-hx-get)="([^"#]+)', seen[address]):
            link = link.replace("&amp;", "&")
            link = address.split("?")[0] + link if link.startswith("?") else link
            if link.startswith("/") and not link.startswith(("//", "/static/", "/admin/jsi18n")):
                ahead.append(link)
    return seen


@time_machine.travel(NOW)
def test_no_page_shows_a_word_of_a_stranger(client_of_owner: Client, owner: User, stranger: User) -> None:
    fill(owner, TODAY)
    words = mark(fill(stranger, TODAY), "canary")
    admin = make_user(email="admin@example.org", is_staff=True, is_superuser=True)
    client_of_admin = Client()
    client_of_admin.force_login(admin)
    searches = (
        "contacts/",
        "contacts/suggest/",
        "find/",
        "communities/",
        "events/",
        "guidance/",
        "communities/catalogue/",
    )
    start = ["/", *(f"/{search}?q=canary" for search in searches), "/contacts/999999/", "/metrics/9999-99/"]
    for client, more in ((client_of_owner, []), (client_of_admin, ["/admin/"])):
        pages = crawl(client, [*start, *more])
        assert len(pages) > 40
        for address, text in pages.items():
            # A suggestion is what its author gives to the admins; its words stand in their own rooms alone.
            given = (
                "canarycataloguesuggestion" if address.startswith("/admin/communities/cataloguesuggestion/") else "-"
            )
            leaked = [word for word in words if word in text.lower() and not word.startswith(given)]
            assert not leaked, f"{address} shows {leaked}"
    theirs = Client()
    theirs.force_login(stranger)
    shown = " ".join(crawl(theirs, start).values()).lower()
    assert sum(word in shown for word in words) > 15, "the canary is blind: its own owner does not see the words"
