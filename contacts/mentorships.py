"""Mentorships as a person's page shows them: the running ones first, and whether a meeting is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.last_contact import add_last_contact
from contacts.models import Contact, Mentorship


@dataclass(frozen=True)
class Course:
    """A mentorship, and how many days have passed since the last meeting or, without any, since it started."""

    mentorship: Mentorship
    quiet_days: int

    @property
    def is_running(self) -> bool:
        return self.mentorship.ended_on is None

    @property
    def is_late(self) -> bool:
        rhythm = self.mentorship.rhythm_days
        return self.is_running and rhythm is not None and self.quiet_days > rhythm

    @property
    def rhythm(self) -> str:
        days = self.mentorship.rhythm_days
        return ngettext("every %(n)d day", "every %(n)d days", days) % {"n": days} if days else ""

    @property
    def late(self) -> str:
        """That we have not met for long, in words; empty when the rhythm holds."""
        if not self.is_late:
            return ""
        days = ngettext("%(n)d day", "%(n)d days", self.quiet_days) % {"n": self.quiet_days}
        return _("not met for long: %(days)s") % {"days": days}


def mentorships_of(owner: AbstractBaseUser, person: Contact, today: date) -> list[Course]:
    """All mentorships with a person, those that run first; two queries."""
    rows = [*Mentorship.objects.for_owner(owner).filter(contact=person).order_by("-started_on", "-pk")]
    if rows:
        add_last_contact([person], owner, today)
    courses = []
    for row in rows:
        # A talk before the start belongs to another time.
        last = max(row.started_on, person.last_contact or row.started_on)
        courses.append(Course(row, max(0, (today - last).days)))
    return sorted(courses, key=lambda course: not course.is_running)
