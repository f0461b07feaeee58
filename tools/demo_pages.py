"""Every page of the product, by a short name, with its address for one account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from networking.accounts.models import User

Pages = dict[str, str | None]


def signed_out(*, fresh: bool) -> Pages:
    if fresh:
        return {"set-up": address("accounts:setup")}
    return {
        "sign-in": address("account_login"),
        "password-reset": address("account_reset_password"),
        "sign-up-closed": address("account_signup"),
    }


def pages_of(user: User) -> Pages:
    """Pages of rooms and of the busiest rows in them; of an account without rows, those that need none."""
    return {**_people(user), **_communities(user), **_events(user), **_figures(), **_notes(user), **_settings()}


def _people(user: User) -> Pages:
    from contacts.models import Contact, Interaction, Promise, Referral

    person = _busiest(Contact.objects.for_owner(user), "participant")
    people = address("contacts:list")
    nobody = "nobody" if user.language == "en" else "%D0%BD%D0%B8%D0%BA%D1%82%D0%BE"
    pages: Pages = {
        "today": address("home:today"),
        "log": address("home:quick_log"),
        "log-dialog": address("home:today"),
        "palette-dialog": address("home:today"),
        "help": address("home:help"),
        "people": people,
        "people-none": people and f"{people}?q={nobody}",
        "people-filters": people and f"{people}?filters=open&cadence=due",
        "people-archive": people and f"{people}?archived=yes",
        "person-add": address("contacts:add"),
        "promises": address("contacts:promises"),
        "promise-add": address("contacts:promise_add"),
        "referrals": address("contacts:referrals"),
        "referral-add": address("contacts:referral_add"),
        "doubles": address("contacts:doubles"),
        "trash": address("contacts:trash"),
        "error-404": "/no-such-page/",
    }
    if person is not None and (other := Contact.objects.for_owner(user).exclude(pk=person.pk).first()):
        pages["merge"] = address("contacts:merge", person.pk, other.pk)
    rows: dict[str, tuple[str, Any]] = {
        "person": ("contacts:contact", person),
        "person-history": ("contacts:history", person),
        "person-mentions": ("contacts:mentions", person),
        "person-edit": ("contacts:edit", person),
        "talk-edit": ("contacts:interaction_edit", Interaction.objects.for_owner(user).exclude(note="").first()),
        "promise-edit": ("contacts:promise_edit", Promise.objects.for_owner(user).open().first()),
        "referral-edit": ("contacts:referral_edit", Referral.objects.for_owner(user).received().first()),
    }
    return pages | _rows(rows)


def _communities(user: User) -> Pages:
    from communities.models import CatalogueEntry, Community, Contribution, Membership, Opportunity, Participation

    community = _busiest(Community.objects.for_owner(user).professional(), "membership")
    entry = CatalogueEntry.objects.published().filter(kind="formal_association").first()
    pages: Pages = {
        "communities": address("communities:list"),
        "map": address("map:map"),
        "catalogue": address("communities:catalogue"),
        "catalogue-entry": address("communities:catalogue_entry", entry.slug) if entry else None,
        "catalogue-suggestions": address("communities:suggestions"),
        "catalogue-suggest": address("communities:suggestion_add"),
        "community-add": address("communities:add"),
        "member-add": address("communities:member_add"),
        "contributions": address("communities:contributions"),
        "contribution-add": address("communities:contribution_add"),
        "opportunities": address("communities:opportunities"),
        "opportunity-add": address("communities:opportunity_add"),
    }
    own = Participation.objects.for_owner(user).filter(community=community).first()
    rows: dict[str, tuple[str, Any]] = {
        "community": ("communities:community", community),
        "community-edit": ("communities:edit", community),
        "launch": (
            "communities:launch",
            Community.objects.for_owner(user).filter(participation__role="founder").first(),
        ),
        "contribution-edit": ("communities:contribution_edit", Contribution.objects.for_owner(user).first()),
        "opportunity-edit": ("communities:opportunity_edit", Opportunity.objects.for_owner(user).first()),
        "participation": ("communities:participation_edit", own),
        "member-edit": ("communities:membership_edit", Membership.objects.for_owner(user).first()),
    }
    return pages | _rows(rows)


def _events(user: User) -> Pages:
    from communities.models import Event, Series

    events = Event.objects.for_owner(user)
    waiting = events.filter(mine="planned").order_by("starts").first()
    rows: dict[str, tuple[str, Any]] = {
        "event": ("events:event", _busiest(events.attended(), "attendance")),
        "event-edit": ("events:edit", waiting),
        "event-repeat": ("events:repeat", waiting),
        "series": ("events:series", Series.objects.for_owner(user).first()),
        "debrief": ("events:debrief", waiting),
    }
    pages: Pages = {
        "events": address("events:list"),
        "events-calendar": address("events:calendar"),
        "events-series": address("events:series_list"),
        "event-add": address("events:add"),
    }
    return pages | _rows(rows)


def _figures() -> Pages:
    from django.utils import timezone

    from networking.metrics.measures import COUNTS

    month = f"{timezone.localdate():%Y-%m}"
    figures = {f"month-{count.slug}": address("metrics:rows", month, count.slug) for count in COUNTS}
    more = {name: address(f"metrics:{name}", month) for name in ("charts", "targets")}
    year = address("metrics:span", month[:4])
    over = f"{timezone.localdate().replace(day=1) - timedelta(days=1):%Y-%m}"
    review = {
        f"review-{step}": address(f"metrics:review_{step}", over) for step in ("open_ends", "marks", "targets", "close")
    }
    return {
        "month": address("metrics:month", month),
        "year": year,
        "range": address("metrics:range"),
        **more,
        **figures,
        "practices": address("metrics:practices", over),
        "returns": address("metrics:return_list"),
        "qualities": address("metrics:qualities"),
        **review,
    }


def _notes(user: User) -> Pages:
    from networking.guidance.leading.twins import readable
    from networking.guidance.models import Note

    note = max(Note.objects.filter(readable(user.language)), key=lambda note: len(note.body), default=None)
    return {
        "guidance": address("guidance:index"),
        "note": note.get_absolute_url() if note else None,
        "guidance-missing": address("guidance:missing"),
        "guidance-graph": address("guidance:graph"),
        "guidance-graph-note": f"{address('guidance:graph')}?note={note.slug}" if note else None,
    }


def _settings() -> Pages:
    names = {
        "settings": "accounts:settings",
        "invitations": "accounts:invitations",
        "calendar-feed": "feeds:settings",
        "summaries": "digests:settings",
        "password": "account_change_password",
        "e-mail": "account_email",
        "two-factor": "mfa_index",
        "sessions": "usersessions_list",
        "admin": "admin:index",
        "admin-catalogue": "admin:communities_catalogueentry_changelist",
        "admin-entry": "admin:communities_catalogueentry_add",
    }
    return {name: address(route) for name, route in names.items()}


def address(name: str, *args: object) -> str | None:
    """Where a page is, or None while there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _rows(pages: dict[str, tuple[str, Any]]) -> Pages:
    """Pages of one row; left out of an account that has no such row."""
    return {name: address(route, row.pk) for name, (route, row) in pages.items() if row}


def _busiest(rows: QuerySet[Any], link: str) -> Any:
    return rows.annotate(n=Count(link)).order_by("-n", "pk").first()
