from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communities.actions.launch import step_of
from communities.community_page import channels_of, place_or_404
from communities.forms.channels import as_channels
from communities.forms.launch import LaunchStepForm, step_form
from communities.launch import Plan, Stage, address_of, plan_of
from communities.launch_page import NAMED, first_people, founding, held, steps_of, suggestions_of
from communities.models import Community, LaunchStep
from communities.models.community import CommunityChannel
from communities.models.launch import Step
from contacts.forms.owned import StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done, now, today
from contacts.mentions.names import names_of
from contacts.models import Contact


@require_GET
def launch(request: Request, pk: int) -> HttpResponse:
    """The six steps of a community that I found, with the form of one: the `step` asked for, or the next.

    htmx gets that form alone; when it names no step, how far they have come, for the community's page.
    """
    place = _place(request, pk)
    plan = _plan(request, place)
    asked = request.GET.get("step", "")
    if asked in Step and request.htmx:
        return _form(request, place, plan, Step(asked))
    if request.htmx:
        return answer(request, "communities/_launch_progress.html", {"community": place, "plan": plan})
    return _page(request, place, plan, opened=asked)


def _form(request: Request, place: Community, plan: Plan, step: Step) -> HttpResponse:
    if not _founded(request, place):
        raise Http404
    stage = _with_form(request, place, plan, step)
    context = {"stage": stage, "sent": "", "today": today(request)}
    return answer(request, "communities/_launch_form.html", context)


def _with_form(
    request: Request, place: Community, plan: Plan, step: str, channels: Iterable[CommunityChannel] | None = None
) -> Stage:
    """The stage of a step, with a form that shows what is written of it."""
    stage = plan.stages[[*Step].index(Step(step))]
    row = stage.row or LaunchStep(owner=request.user, community=place, step=stage.step)
    row.community = place
    stage.to = address_of(place.pk, stage.step)
    stage.form = step_form(stage.step)(instance=row, owner=request.user, today=today(request), channels=channels)
    return stage


def _place(request: Request, pk: int) -> Community:
    return place_or_404(request.user, pk)


def _plan(request: Request, place: Community) -> Plan:
    return plan_of(steps_of(request.user, place.pk))


@require_POST
def launch_step(request: Request, pk: int, step: str) -> HttpResponse:
    place = _place(request, pk)
    if step not in Step or not _founded(request, place):
        raise Http404
    data = request.POST.copy()
    # A form of a step without a row yet was shown without a version: its row begins with the first.
    data.setdefault("version", "1")
    day = today(request)
    form = step_form(Step(step))(data, instance=step_of(place, Step(step)), owner=request.user, today=day)
    if not form.is_valid():
        return _page(request, place, _plan(request, place), form, INVALID)
    try:
        row = form.save()
    except StaleVersion:
        form.show_stale()
        return _page(request, place, _plan(request, place), form, STALE)
    plan = _plan(request, place)
    told = " ".join(filter(None, [_who_came(place, form.added), _said(row, plan)]))
    messages.success(request, told, extra_tags=f"bulk:{form.change.pk}" if form.change else "")
    following = f"#step-{plan.next.step}" if plan.next and row.done_on else ""
    return done(request, reverse("communities:launch", args=[pk]) + following)


def _said(row: LaunchStep, plan: Plan) -> str:
    if plan.finished and row.done_on:
        return _("All six steps are done: the community lives.")
    if row.done_on:
        return _("Done: %(count)s of 6.") % {"count": plan.done}
    return _("Saved.")


def _who_came(place: Community, added: list[Contact]) -> str:
    if not added:
        return ""
    text = ngettext("%(count)s person is in “%(community)s”.", "%(count)s people are in “%(community)s”.", len(added))
    return text % {"count": len(added), "community": place.name}


def _founded(request: Request, place: Community) -> bool:
    return bool(founding(request.user, place.pk))


def _page(
    request: Request, place: Community, plan: Plan, sent: LaunchStepForm | None = None, status: int = 200,
    opened: str = "",
) -> HttpResponse:  # fmt: skip
    """The whole plan with the form of one step, else of the next; `sent` is a form that needs another look."""
    day, channels = today(request), channels_of(place.pk)
    opened = sent.instance.step if sent else opened if opened in Step else ""
    if current := opened or (plan.next and plan.next.step):
        stage = _with_form(request, place, plan, current, channels)
        stage.form = sent or stage.form
    context: dict[str, Any] = {
        "community": place,
        "plan": plan,
        "founded": _founded(request, place),
        "suggested": bool(suggestions_of(request.user, place.pk)),
        "today": day,
        "sent": sent.instance.step if sent else "",
        "opened": opened,
        "mentioned": names_of(request.user, [stage.did for stage in plan.stages]),
        "channels": as_channels(channels),
        "launch_address": reverse("communities:launch", args=[place.pk]),
        **_facts(request, place, day),
    }
    return answer(request, "communities/launch.html", context, status=status)


def _facts(request: Request, place: Community, day: date) -> dict[str, Any]:
    """Who is there and what was held: two queries."""
    people = first_people(request.user, place.pk, day)
    what = held(request.user, place.pk, now(request))
    return {"people": people[:NAMED], "more_people": len(people) > NAMED, "held": what}
