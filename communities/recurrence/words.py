"""A rule of repetition in words: "every second Thursday", "the last Friday of the month".

Each phrase stands whole, as languages bend weekdays and numbers each in their own way.
"""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from communities.recurrence.rule import LAST, WORKDAYS, Rule

_ON = (
    gettext_lazy("on Mondays"),
    gettext_lazy("on Tuesdays"),
    gettext_lazy("on Wednesdays"),
    gettext_lazy("on Thursdays"),
    gettext_lazy("on Fridays"),
    gettext_lazy("on Saturdays"),
    gettext_lazy("on Sundays"),
)
_SECOND = (
    gettext_lazy("every second Monday"),
    gettext_lazy("every second Tuesday"),
    gettext_lazy("every second Wednesday"),
    gettext_lazy("every second Thursday"),
    gettext_lazy("every second Friday"),
    gettext_lazy("every second Saturday"),
    gettext_lazy("every second Sunday"),
)
_NTH = {
    1: (
        gettext_lazy("the first Monday of the month"),
        gettext_lazy("the first Tuesday of the month"),
        gettext_lazy("the first Wednesday of the month"),
        gettext_lazy("the first Thursday of the month"),
        gettext_lazy("the first Friday of the month"),
        gettext_lazy("the first Saturday of the month"),
        gettext_lazy("the first Sunday of the month"),
    ),
    2: (
        gettext_lazy("the second Monday of the month"),
        gettext_lazy("the second Tuesday of the month"),
        gettext_lazy("the second Wednesday of the month"),
        gettext_lazy("the second Thursday of the month"),
        gettext_lazy("the second Friday of the month"),
        gettext_lazy("the second Saturday of the month"),
        gettext_lazy("the second Sunday of the month"),
    ),
    3: (
        gettext_lazy("the third Monday of the month"),
        gettext_lazy("the third Tuesday of the month"),
        gettext_lazy("the third Wednesday of the month"),
        gettext_lazy("the third Thursday of the month"),
        gettext_lazy("the third Friday of the month"),
        gettext_lazy("the third Saturday of the month"),
        gettext_lazy("the third Sunday of the month"),
    ),
    4: (
        gettext_lazy("the fourth Monday of the month"),
        gettext_lazy("the fourth Tuesday of the month"),
        gettext_lazy("the fourth Wednesday of the month"),
        gettext_lazy("the fourth Thursday of the month"),
        gettext_lazy("the fourth Friday of the month"),
        gettext_lazy("the fourth Saturday of the month"),
        gettext_lazy("the fourth Sunday of the month"),
    ),
    LAST: (
        gettext_lazy("the last Monday of the month"),
        gettext_lazy("the last Tuesday of the month"),
        gettext_lazy("the last Wednesday of the month"),
        gettext_lazy("the last Thursday of the month"),
        gettext_lazy("the last Friday of the month"),
        gettext_lazy("the last Saturday of the month"),
        gettext_lazy("the last Sunday of the month"),
    ),
}


def say(rule: Rule, first: date) -> str:
    """How something repeats that happens first on a day, without its end."""
    if rule.freq == "DAILY":
        if rule.interval == 1:
            return _("every day")
        return ngettext("every %(n)d day", "every %(n)d days", rule.interval) % {"n": rule.interval}
    if rule.freq == "WEEKLY":
        return _weekly(rule)
    if rule.freq == "MONTHLY":
        return _monthly(rule)
    day = date_format(first, "j E" if get_language() == "ru" else "j F")
    said = _("every year on %(day)s") % {"day": day}
    return said if rule.interval == 1 else _every_so_many(said, rule, "years")


def _weekly(rule: Rule) -> str:
    if rule.interval == 1 and rule.weekdays == WORKDAYS:
        return _("every working day")
    if rule.interval == 2 and len(rule.weekdays) == 1:
        return str(_SECOND[rule.weekdays[0]])
    values = {"n": rule.interval, "days": ", ".join(str(_ON[day]) for day in rule.weekdays)}
    if rule.interval == 1:
        return _("every week %(days)s") % values
    return ngettext("every %(n)d week %(days)s", "every %(n)d weeks %(days)s", rule.interval) % values


def _monthly(rule: Rule) -> str:
    if rule.nth:
        said = str(_NTH[rule.nth][rule.weekdays[0]])
    elif rule.monthday == LAST:
        said = _("the last day of the month")
    else:
        said = _("every month on day %(day)d") % {"day": rule.monthday}
    return said if rule.interval == 1 else _every_so_many(said, rule, "months")


def _every_so_many(said: str, rule: Rule, unit: str) -> str:
    values = {"said": said, "n": rule.interval}
    if unit == "months":
        return ngettext("%(said)s, once in %(n)d month", "%(said)s, once in %(n)d months", rule.interval) % values
    return ngettext("%(said)s, once in %(n)d year", "%(said)s, once in %(n)d years", rule.interval) % values
