from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.catalogue_news import news
from communities.actions.launch import tick_off
from communities.actions.uniting import stands_for
from communities.community_page import (
    channels_of,
    community_or_404,
    events_ahead,
    events_behind,
    my_periods,
    same_in_catalogue,
)
from communities.forms.channels import as_channels
from communities.forms.community import CommunityForm, NewCommunityForm
from communities.members_page import ALL_FACES, FACES, MEMBERS, first_faces, page_of, who_comes, who_left
from communities.models import CatalogueEntry, Community, Family
from communities.models.launch import Step
from communities.models.participation import Role, Status
from communities.overview import GROUP_NAMES, groups_of, latest_of, status_on
from communities.renewal import still_asked
from contacts.forms.channels import write_channel
from contacts.http import Request, answer, done, now, today
from contacts.last_contact import read_last_contact
from contacts.mentions.names import names_of
from contacts.text import clean_name
from contacts.views.saving import save_and_answer


@require_GET
def list(request: Request) -> HttpResponse:  # the route is communities:list
    family = request.GET.get("family", "")
    family = family if family in Family else ""
    moment = now(request)
    only = request.GET.get("group", "")
    only = only if only in GROUP_NAMES else ""
    groups = groups_of(request.user, moment, family=family, only=only, after=request.GET.get("after", ""))
    context = {"groups": groups, "family": family, "only": only, "today": moment.date()}
    context["nothing"] = not groups and not family and not only
    return answer(request, "communities/list.html", context)


@require_GET
def community(request: Request, pk: int) -> HttpResponse:
    moment = now(request)
    day = moment.date()
    try:
        place = community_or_404(request.user, pk, day)
    except Http404:
        if (stands := stands_for(request.user, pk)) is None:
            raise
        return redirect("communities:community", stands)
    periods = my_periods(request.user, pk)
    mine = latest_of(periods, day)
    context: dict[str, Any] = {"community": place, "today": day, "status": status_on(mine, day)}
    context |= _people(request, place, day)
    if request.htmx:
        return answer(request, "communities/_people.html", context)
    context |= {
        "channels": as_channels(channels_of(pk)),
        "mine": mine,
        "renewal_on": still_asked(mine, mine.renewal_on, day) if mine else None,
        "next_review": still_asked(mine, mine.next_review, day) if mine else None,
        "earlier": [period for period in periods if period is not mine],
        "upcoming": events_ahead(request.user, pk, moment),
        "past": events_behind(request.user, pk, moment),
        "just_joined": "joined" in request.GET,
        "entry": place.entry and place.entry.standing,
        "same": same_in_catalogue(place),
        "news": news(place),
    }
    context["untouched"] = _is_untouched(place, context)
    formal = (place.membership_terms, place.certification, place.licensing, place.represents)
    context["mentioned"] = names_of(request.user, [place.about, mine.why if mine else "", *formal])
    return answer(request, "communities/community.html", context)


def _is_untouched(place: Community, shown: dict[str, Any]) -> bool:
    """Nothing stands behind a community yet from which figures could come: they would be columns of zeros."""
    mine = shown["mine"]
    costs = mine is not None and (mine.hours_per_month or mine.fee)
    people = any(getattr(place, name, 0) for name in ("all_here", "all_were", "ahead"))
    return not (people or shown["upcoming"] or shown["past"] or costs or getattr(place, "giving", False))


def _people(request: Request, place: Community, day: date) -> dict[str, Any]:
    """Who is there now, a dozen or a page by name that goes on after `?after=`, and who was there before."""
    asked = "before" in request.GET
    shape = request.GET.get("people", "")
    all_here, all_were = getattr(place, "all_here", 0), getattr(place, "all_were", 0)
    if shape in ("table", "all") or "after" in request.GET:
        context = _page_of_people(request, place, day, all_here, as_table=shape == "table")
    else:
        faces = first_faces(request.user, place.pk, day, all_here)
        more = len(faces) > ALL_FACES
        context = {"here": faces[:FACES] if more else faces, "more_faces": more}
    were = who_left(request.user, place.pk, day, all_were, after=request.GET["before"]) if asked else []
    context["coming"] = who_comes(request.user, place.pk, day, getattr(place, "ahead", 0))
    context["first_were"] = not request.GET.get("before")
    context |= {"were": were[:MEMBERS], "further_were": were[MEMBERS - 1] if len(were) > MEMBERS else None}
    context = {"as_table": False, "more_faces": False, "further": None, **context}
    context["archived"] = getattr(place, "archived", 0)
    return {**context, "all_here": all_here, "all_were": 0 if asked else all_were}


def _page_of_people(request: Request, place: Community, day: date, all_here: int, *, as_table: bool) -> dict[str, Any]:
    after = request.GET.get("after", "")
    page = page_of(request.user, place.pk, day, all_here, after=after, as_table=as_table)
    if as_table:
        read_last_contact([one.contact for one in page[:MEMBERS]], request.user, day)
    return {
        "as_table": as_table,
        "here": page[:MEMBERS],
        "further": page[MEMBERS - 1] if len(page) > MEMBERS else None,
    }


def add(request: Request) -> HttpResponse:
    initial: dict[str, Any] = {"since": today(request), "name": clean_name(request.GET.get("name", ""))[:200]}
    slug = request.GET.get("template", "")
    template = CatalogueEntry.objects.published().filter(slug=slug, is_template=True).first() if slug else None
    if template:
        initial |= {name: template.here[name] for name in ("name", "kind", "field", "city", "about")}
        initial |= {"role": Role.FOUNDER, "status": Status.ACTIVE}
        initial["channels_text"] = "\n".join(write_channel(one) for one in as_channels(template.channels.all()))
    elif request.GET.get("kind"):
        initial["kind"] = request.GET["kind"]
    if founding := request.GET.get("role") == Role.FOUNDER:
        initial |= {"role": Role.FOUNDER, "status": Status.ACTIVE}
    form = NewCommunityForm(request.POST or None, owner=request.user, initial=initial)
    context = {"template": template, "community": None, "founding": founding}
    said = _("The community is on your list.")
    response = save_and_answer(
        request, form, "communities/add.html", context, fragment="communities/_community_form.html", said=said
    )
    if form.instance.pk and form.cleaned_data["role"] == Role.FOUNDER:
        if form.instance.field:
            tick_off(community=form.instance, step=Step.THEME, day=today(request))
        return done(request, reverse("communities:launch", args=[form.instance.pk]))
    return response


def edit(request: Request, pk: int) -> HttpResponse:
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    form = CommunityForm(request.POST or None, instance=place, owner=request.user)
    context = {"community": place, "name": place.name}
    return save_and_answer(request, form, "communities/edit.html", context, fragment="communities/_community_form.html")


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    trash = place.throw_away()
    said = _("“%(name)s” is in the trash for 30 days.") % {"name": place.name}
    messages.success(request, said, extra_tags=f"undo:{trash.pk}")
    return done(request, "communities:list")
