"""Lines of contributions, opportunities and events say what a plain loop would, with every text escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from communities.models import Event, Opportunity
from communities.templatetags.event_rows import event_lines, short_event_lines
from communities.templatetags.given import contribution_lines, opportunity_lines
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_contribution, make_event, make_opportunity

EVIL = "<b>\"a\"</b> & {0} 'c'"
SAID = "&lt;b&gt;&quot;a&quot;&lt;/b&gt; &amp; {0} &#x27;c&#x27;"
TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def context(**more: Any) -> Context:
    request = RequestFactory().get("/communities/opportunities/?kind=talk&month=2026-11")
    return Context({"today": TODAY, "request": request, **more})


@pytest.fixture
def chances(owner: User) -> list[Opportunity]:
    """With all that can be known, with nothing but a person, decided, and with a community in the trash."""
    club, gone = make_community(owner=owner, name=EVIL), make_community(owner=owner, name="Gone")
    person = make_contact(owner=owner, given_name=EVIL, family_name="")
    day: dict[str, Any] = {"received_on": date(2026, 11, 19)}
    made = [
        make_opportunity(owner=owner, community=club, contact=person, what=f"x{EVIL}", usefulness=3, **day),
        make_opportunity(owner=owner, contact=person, what="", **day),
        make_opportunity(owner=owner, community=club, outcome="taken", outcome_on=TODAY, **day),
        make_opportunity(owner=owner, community=gone, **day),
    ]
    gone.throw_away()
    return [Opportunity.objects.with_setting().get(pk=one.pk) for one in made]


def test_an_opportunity_is_said_as_a_plain_loop_says_it(chances: list[Opportunity]) -> None:
    plain = Template(
        "{% load ui %}{% for row in rows %}{% if row.person %}{% face row.person %}{% endif %}|"
        "{% url 'communities:opportunity_edit' row.pk %}?next={{ request.get_full_path|urlencode }}|{{ row|capfirst }}|"
        "{% if row.usefulness %}{{ row.usefulness|dots }}{% endif %}|{% if row.outcome == 'open' %}"
        "{{ row.received_on|when:today }}{% else %}{{ row.get_outcome_display }} {{ row.outcome_on|when:today }}"
        "{% endif %}|{% if row.outcome == 'open' %}{% url 'communities:opportunity_settle' row.pk %}{% endif %};"
        "{% endfor %}"
    )
    quick = Template(
        "{% load given lines %}{% opportunity_lines rows as chances %}"
        "{% lines face alone to said title where useful day settle in chances %}"
        "{{ face }}|{{ to }}|{{ title }}|{{ useful }}|{{ day }}|{{ settle }};{% endlines %}"
    )
    said = quick.render(context(rows=chances))
    assert said == plain.render(context(rows=chances))
    assert f"|X{SAID}|" in said


def test_where_it_was_leaves_out_what_the_page_is_about_and_what_is_in_the_trash(chances: list[Opportunity]) -> None:
    kind = chances[0].get_kind_display()
    where = [one.where for one in opportunity_lines(context(), chances)]
    assert where[0] == f"<span>{kind}</span> <span>{SAID}</span> <span>{SAID}</span>"
    assert where[1] == f"<span>{SAID}</span>"
    assert "Gone" not in where[3]
    lines = opportunity_lines(context(around=chances[0].community), chances)
    assert lines[0].where == f"<span>{kind}</span> <span>{SAID}</span>"
    assert [bool(one.alone) for one in lines] == [False, False, True, True]


def test_the_words_of_a_contribution_are_escaped(owner: User) -> None:
    row = make_contribution(owner=owner, kind="topic", note=EVIL, day=TODAY, community=make_community(owner=owner))
    (line,) = contribution_lines(context(back="/back/?a=1&b=<2>"), [row])
    assert line.words == SAID
    assert line.title == row.get_kind_display().capitalize()
    assert line.to == f"{reverse('communities:contribution_edit', args=[row.pk])}?next=/back/%3Fa%3D1%26b%3D%3C2%3E"


def test_an_event_says_where_it_is(client_of_owner: Client, owner: User) -> None:
    club, starts = make_community(owner=owner, name=EVIL), datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
    made = [
        make_event(owner=owner, name=EVIL, community=club, place=EVIL, starts=starts),
        make_event(owner=owner, format="online", starts=starts),
        make_event(owner=owner, mine="missed", starts=starts),
    ]
    here, online, missed = event_lines(context(), Event.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
    assert here.note.endswith(f" · {SAID} · {SAID}")
    assert online.note.endswith(f" · {made[1].get_format_display()}")
    assert missed.aside == made[2].get_mine_display()
    assert EVIL not in client_of_owner.get(reverse("events:list")).content.decode()


def test_what_was_planned_and_is_over_waits_to_be_gone_through(client_of_owner: Client, owner: User) -> None:
    starts, club = datetime(2026, 11, 19, 16, 0, tzinfo=UTC), make_community(owner=owner)
    planned = make_event(owner=owner, community=club, mine="planned", starts=starts)
    made = [planned, make_event(owner=owner, mine="attended", starts=starts)]
    lines = short_event_lines(context(), made)
    assert [line.note.split(" · ")[-1] for line in lines] == ["ещё не разобрано", made[1].get_mine_display()]
    assert "<strong>ещё не разобрано</strong>" in client_of_owner.get(planned.get_absolute_url()).content.decode()
    planned.starts = now() + timedelta(days=2)
    planned.save()
    page = client_of_owner.get(planned.get_absolute_url()).content.decode()
    assert f"<strong>{planned.get_mine_display()}</strong>" in page
