from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.actions.doubles import begin, look_again, step, take_back, tell_apart
from contacts.forms.hint import hints_for
from contacts.http import Request, answer, done, today
from contacts.models import Contact, DoublePair, DoubleRun, NotSame

PAGE = 25


@require_GET
def doubles(request: Request) -> HttpResponse:
    """Pairs of likely the same people, the surest first; what is shown is looked at again."""
    run = DoubleRun.objects.for_owner(request.user).first()
    pairs = DoublePair.objects.for_owner(request.user).order_by("-score", "low", "high")
    pairs = pairs.select_related("low", "high").prefetch_related("low__channels", "high__channels")
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    apart = NotSame.objects.for_owner(request.user).select_related("low", "high").order_by("-pk")[:PAGE]
    context = {"run": run, "page": page, "pairs": look_again([*page.object_list]), "apart": apart}
    return answer(request, "contacts/doubles.html", context | {"today": today(request)})


@require_POST
def doubles_run(request: Request) -> HttpResponse:
    """Begin the search, or with `go_on` take one more step; htmx goes on by itself until the end."""
    if "go_on" not in request.POST:
        run = begin(owner=request.user)
    else:
        run = step(owner=request.user) or begin(owner=request.user)
    if run.ended_at or not request.htmx:
        return done(request, "contacts:doubles")
    return answer(request, "contacts/doubles.html", {"run": run}, fragment="contacts/_doubles_run.html")


@require_POST
def not_same(request: Request, pk: int, other: int) -> HttpResponse:
    people = Contact.objects.for_owner(request.user)
    one, two = get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other)
    if one != two:
        apart = tell_apart(owner=request.user, one=one, other=two)
        said = _("%(one)s and %(other)s are different people.") % {"one": one, "other": two}
        messages.success(request, said, extra_tags=f"not_same:{apart.pk}")
    return done(request, "contacts:doubles")


@require_POST
def not_same_undo(request: Request, pk: int) -> HttpResponse:
    take_back(apart=get_object_or_404(NotSame.objects.for_owner(request.user).select_related("low", "high"), pk=pk))
    return done(request, "contacts:doubles")


@require_POST
def doubles_hint(request: Request) -> HttpResponse:
    """Who is perhaps meant by what is typed so far, for the forms in which a person is written down."""
    context = {"hints": hints_for(request.user, request.POST)}
    return answer(request, "contacts/doubles_hint.html", context, fragment="contacts/_doubles_hint.html")
