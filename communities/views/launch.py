from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communities.actions.launch import step_of
from communities.community_page import channels_of
from communities.forms.channels import as_channels
from communities.forms.launch import LaunchStepForm
from communities.forms.launch_steps import step_form
from communities.launch import Plan, Stage, address_of, plan_of
from communities.launch_page import NAMED, first_people, held, place_or_404, steps_of
from communities.models import Community, LaunchStep
from communities.models.launch import Step
from contacts.addresses import address
from contacts.forms.owned import StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done, now, today
from contacts.mentions.names import names_of


@require_GET
def launch(request: Request, pk: int) -> HttpResponse:
    """The six steps of a community that I found, with the form of one: the `step` asked for, or the next.

    htmx gets that form alone; when it names no step, how far they have come, for the community's page.
    """
    place = place_or_404(request.user, pk)
    plan = _plan(request, place)
    asked = request.GET.get("step", "")
    if asked in Step and request.htmx:
        return _form(request, place, plan, Step(asked))
    if request.htmx:
        return answer(request, "communities/_launch_progress.html", {"community": place, "plan": plan})
    return _page(request, place, plan, opened=asked)


def _form(request: Request, place: Community, plan: Plan, step: Step) -> HttpResponse:
    if not _founded(place):
        raise Http404
    context = {
        "community": place,
        "stage": _with_form(request, place, plan, step),
        "sent": "",
        "launch_address": address("communities:launch", place.pk),
        **_facts(request, place, {step}),
    }
    return answer(request, "communities/_launch_form.html", context)


def _with_form(request: Request, place: Community, plan: Plan, step: str) -> Stage:
    """The stage of a step, with a form that shows what is written of it."""
    stage = plan.stages[[*Step].index(Step(step))]
    row = stage.row or LaunchStep(owner=request.user, community=place, step=stage.step)
    row.community = place
    stage.to = address_of(place.pk, stage.step)
    stage.form = step_form(stage.step)(instance=row, owner=request.user, today=today(request))
    return stage


def _plan(request: Request, place: Community) -> Plan:
    return plan_of(steps_of(request.user, place.pk))


@require_POST
def launch_step(request: Request, pk: int, step: str) -> HttpResponse:
    place = place_or_404(request.user, pk)
    if step not in Step or not _founded(place):
        raise Http404
    data = request.POST.copy()
    # A form of a step without a row yet was shown without a version: its row begins with the first.
    data.setdefault("version", "1")
    day = today(request)
    form = step_form(Step(step))(data, instance=step_of(place, Step(step)), owner=request.user, today=day)
    if not form.is_valid():
        return _wrong(request, place, form, INVALID)
    try:
        row = form.save()
    except StaleVersion:
        form.show_stale()
        return _wrong(request, place, form, STALE)
    plan = _plan(request, place)
    told = " ".join(filter(None, [_who_came(place, form), _what_was_set(form), _said(row, plan)]))
    messages.success(request, told, extra_tags=_undo(form))
    if request.htmx:
        return _in_place(request, place, plan, row)
    following = f"#step-{plan.next.step}" if plan.next and row.done_on else ""
    return done(request, address("communities:launch", pk) + following)


def _wrong(request: Request, place: Community, form: LaunchStepForm, status: int) -> HttpResponse:
    """A form that needs another look: htmx gets its step alone, so that what is typed in the others stays."""
    plan = _plan(request, place)
    if not request.htmx:
        return _page(request, place, plan, form, status)
    step = form.instance.step
    stage = _with_form(request, place, plan, step)
    stage.form = form
    context = {"stage": stage, "sent": step, "goes_on": "", **_around(request, place, plan, {step})}
    return answer(request, "communities/_launch_step.html", context, status=status)


def _in_place(request: Request, place: Community, plan: Plan, row: LaunchStep) -> HttpResponse:
    """A step that was saved, as it stands now, and what the page says of the whole; the other steps are left alone."""
    if row.done_on:
        stage = plan.stages[[*Step].index(Step(row.step))]
        goes_on = plan.next.step if plan.next else "" if "done_today" in request.POST else row.step
    else:
        stage, goes_on = _with_form(request, place, plan, row.step), row.step
    told = {*Step} if plan.finished else {row.step}
    context = {"stage": stage, "sent": "", "goes_on": goes_on, "in_place": True}
    return answer(request, "communities/_launch_saved.html", context | _around(request, place, plan, told))


def _said(row: LaunchStep, plan: Plan) -> str:
    if plan.finished and row.done_on:
        return _("All six steps are done: the community lives.")
    if row.done_on:
        return _("Done: %(count)s of 6.") % {"count": plan.done}
    return _("Saved.")


def _who_came(place: Community, form: LaunchStepForm) -> str:
    said, many = [], len(form.added)
    if many:
        text = ngettext("%(count)s person is in “%(community)s”.", "%(count)s people are in “%(community)s”.", many)
        said.append(text % {"count": many, "community": place.name})
    if form.left_out:
        said.append(form.left_out)
    return " ".join(said)


def _what_was_set(form: LaunchStepForm) -> str:
    if form.series is None:
        return ""
    count = len(form.series.made)
    return ngettext("The series has %(n)d event.", "The series has %(n)d events.", count) % {"n": count}


def _undo(form: LaunchStepForm) -> str:
    """What takes back what the step made beside itself."""
    if form.series:
        return f"series:{form.series.pk}"
    return f"bulk:{form.change.pk}" if form.change else ""


def _founded(place: Community) -> bool:
    return bool(vars(place)["founded"])


def _page(
    request: Request, place: Community, plan: Plan, sent: LaunchStepForm | None = None, status: int = 200,
    opened: str = "",
) -> HttpResponse:  # fmt: skip
    """The whole plan with the form of one step, else of the next; `sent` is a form that needs another look."""
    opened = sent.instance.step if sent else opened if opened in Step else ""
    current = opened or (plan.next.step if plan.next else "")
    if current:
        stage = _with_form(request, place, plan, current)
        stage.form = sent or stage.form
    context = {
        "founded": _founded(place),
        "sent": sent.instance.step if sent else "",
        "opened": opened,
        "goes_on": "",
        "in_place": False,
        **_around(request, place, plan, {*Step} if plan.finished else {current}),
    }
    return answer(request, "communities/launch.html", context, status=status)


def _around(request: Request, place: Community, plan: Plan, steps: Container[str]) -> dict[str, Any]:
    """What the page says around the forms of its steps."""
    return {
        "community": place,
        "plan": plan,
        "mentioned": names_of(request.user, [stage.did for stage in plan.stages]),
        "channels": as_channels(channels_of(place.pk)) if plan.finished else (),
        "launch_address": address("communities:launch", place.pk),
        **_facts(request, place, steps),
    }


def _facts(request: Request, place: Community, steps: Container[str]) -> dict[str, Any]:
    """Who is there and what was held, where these steps are told or asked; a query each."""
    facts: dict[str, Any] = {"today": today(request)}
    if Step.PEOPLE in steps:
        people = first_people(request.user, place.pk, today(request))
        facts |= {"people": people[:NAMED], "more_people": len(people) > NAMED}
    if Step.MEETINGS in steps or Step.ACTIVITIES in steps:
        facts["held"] = held(request.user, place.pk, now(request))
    return facts
