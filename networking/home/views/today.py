from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, now
from contacts.mentions.names import names_of
from networking.home.panels import Today, today_of
from networking.home.rows import due_lines, event_lines, turn_lines, waiting_lines
from networking.home.standing import standing_of
from networking.metrics.review.reminder import month_to_close
from networking.metrics.summary import month_figures


@require_GET
def today(request: Request) -> HttpResponse:
    """The morning page: what waits, whom to write to, what is coming, how the month goes."""
    moment = now(request)
    standing = standing_of(request.user, moment.date())
    facts = today_of(request.user, moment, standing)
    seen = standing.seen if facts.anybody else None
    context = {
        "nav": standing.nav,
        "facts": facts,
        "due": due_lines(facts.due, request.path),
        "turns": turn_lines(facts.congratulate, moment.date()),
        "waiting": waiting_lines(facts.waiting, moment.date()),
        "soon": event_lines(facts.soon, moment.date()),
        "today": moment.date(),
        "now": moment,
        "mentioned": names_of(request.user, [promise.text for promise in (*facts.mine, *facts.theirs)]),
        "summary": summary(facts),
        "to_close": month_to_close(request.user, seen, standing.reviewed) if seen else None,
        "cards": month_figures(request.user, seen) if seen else [],
    }
    return answer(request, "home/today.html", context)


def summary(facts: Today) -> str:
    """The day in one sentence, such as "2 promises, 1 meetup to go through"."""
    parts = [
        (facts.mine_in_all, _promises(facts)),
        (
            len(facts.due),
            ngettext("%(n)d person to write to", "%(n)d people to write to", len(facts.due)),
        ),
        (
            len(facts.congratulate),
            ngettext("%(n)d person to congratulate", "%(n)d people to congratulate", len(facts.congratulate)),
        ),
        (
            len(facts.waiting),
            ngettext("%(n)d event to go through", "%(n)d events to go through", len(facts.waiting)),
        ),
    ]
    said = [text % {"n": number} for number, text in parts if number]
    return ", ".join(said) if said else _("No promises, people or events wait. A good day to write to somebody.")


def _promises(facts: Today) -> str:
    if facts.more_of_mine:
        return ngettext("more than %(n)d promise", "more than %(n)d promises", facts.mine_in_all)
    return ngettext("%(n)d promise", "%(n)d promises", facts.mine_in_all)


@require_GET
def help(request: Request) -> HttpResponse:
    return answer(request, "home/help.html", {}, fragment="home/_help.html")
