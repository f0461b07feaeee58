"""Sends the summaries that are due: each to whoever wants it, in their language and zone, once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networking.accounts.models import User
from networking.config import LOOPBACK, url_of
from networking.digests.contents import Summary, summary
from networking.digests.models import DigestChoice, claim, was_sent
from networking.digests.periods import Kind, Period, last_over
from networking.digests.stopping import token_of

log = logging.getLogger("svyazi")


@dataclass(frozen=True)
class Outcome:
    """What became of one summary: `sent`, `would send`, `empty`, or `failed`."""

    owner: User
    period: Period
    what: str


def send_all(*, kinds: list[Kind], now: datetime, address: str, dry_run: bool = False) -> Iterator[Outcome]:
    """Send every summary that is wanted, is over, and was not sent; one that fails does not keep the others back."""
    for kind in kinds:
        wanted = DigestChoice.objects.filter(**{kind.value: True}, owner__is_active=True).select_related("owner")
        for choice in wanted.order_by("owner_id"):
            if outcome := _send(choice.owner, kind, now, address, dry_run=dry_run):
                yield outcome


def _send(owner: User, kind: Kind, now: datetime, address: str, *, dry_run: bool) -> Outcome | None:
    local = now.astimezone(owner.zone)
    period = last_over(kind, local.date())
    with translation.override(owner.language), timezone.override(owner.zone):
        found = summary(owner, period, local)
        if found is None:
            return Outcome(owner, period, "empty")
        if dry_run:
            return None if was_sent(owner, period) else Outcome(owner, period, "would send")
        claimed = claim(owner, period, now)
        if claimed is None:
            return None
        try:
            letter(owner, found, local, address).send()
        except Exception as error:
            # Whatever a mail server answers: the claim goes, and the next run tries again.
            claimed.delete()
            log.error("The %s of %s was not sent: %s", kind.value, owner.email, " ".join(str(error).split()))
            return Outcome(owner, period, "failed")
    claimed.sent_at = now
    claimed.save(update_fields=["sent_at", "updated_at"])
    return Outcome(owner, period, "sent")


def letter(owner: User, found: Summary, now: datetime, address: str) -> EmailMultiAlternatives:
    """The mail in the language that is active: plain text, and HTML beside it."""
    kind = found.period.kind
    stop = urljoin(address, reverse("digests:stop", args=[token_of(owner, kind)]))
    context = {
        "summary": found,
        "owner": owner,
        "today": now.date(),
        "site": address.rstrip("/"),
        "title": subject(found.period),
        "stop": stop,
    }
    mail = EmailMultiAlternatives(
        subject=subject(found.period),
        body=render_to_string("digests/mail.txt", context).strip() + "\n",
        to=[owner.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    mail.attach_alternative(render_to_string("digests/mail.html", context), "text/html")
    return mail


def subject(period: Period) -> str:
    """Such as "Your week, 9–15 November", in the language that is active."""
    if period.kind == Kind.MONTH:
        return _("Your month: %(month)s") % {"month": date_format(period.first, "F Y")}
    month = "E" if translation.get_language() == "ru" else "F"
    first = date_format(period.first, "j" if period.first.month == period.last.month else f"j {month}")
    return _("Your week: %(first)s – %(last)s") % {"first": first, "last": date_format(period.last, f"j {month}")}


def site_address() -> str:
    """Where this installation is visited, by its settings: the first name that is not this machine's own."""
    names = [host for host in settings.ALLOWED_HOSTS if host.strip("[]") not in LOOPBACK and "*" not in host]
    if not names:
        return url_of(settings.SVYAZI_BIND)
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{names[0].lstrip('.')}/"
