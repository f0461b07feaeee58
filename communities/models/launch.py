from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from contacts.models import Versioned
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class Step(models.TextChoices):
    """The six steps of founding a community, in the order of the notes."""

    THEME = "theme", _("Say what it is about")
    PEOPLE = "people", _("Find the first people")
    SUPPORT = "support", _("Get support")
    MEETINGS = "meetings", _("Begin to meet regularly")
    CHANNELS = "channels", _("Make a place to talk")
    ACTIVITIES = "activities", _("Plan what comes next")


class LaunchStepQuerySet(OwnedQuerySet["LaunchStep"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(community__trash=None)


class LaunchStep(Owned, Versioned):
    """What I did for one of the six steps in a community that I found; a step without a row is untouched."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=10, choices=Step.choices, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    did = models.TextField(_("what I did"), max_length=5_000, blank=True)

    objects = LaunchStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("launch step")
        constraints = [models.UniqueConstraint(fields=["community", "step"], name="each_step_once")]

    def __str__(self) -> str:
        return self.get_step_display()
