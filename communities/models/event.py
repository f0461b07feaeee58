from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.event_days import LONGEST_NIGHT
from communities.models.community import Community
from communities.models.lasting import Lasts, LastsDays
from communities.models.series import Series
from contacts.addresses import address
from contacts.models import Trash, Trashable, TrashableQuerySet, Versioned
from contacts.models.mention import Mentioning
from contacts.owned import AnyUser
from contacts.text import clean_name, search_text
from contacts.zones import check_time_zone, city_of


class EventKind(models.TextChoices):
    MEETUP = "meetup", _("Meetup")
    CONFERENCE = "conference", _("Conference")
    WEBINAR = "webinar", _("Webinar")
    TRAINING = "training", _("Training")
    INFORMAL = "informal", _("Informal meeting")
    WORKING_GROUP = "working_group", _("Working group")
    OTHER = "other", _("Something else")


class EventFormat(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class Attended(models.TextChoices):
    PLANNED = "planned", _("going")
    ATTENDED = "attended", _("was there")
    MISSED = "missed", _("was not there")


class EventRole(models.TextChoices):
    LISTENER = "listener", _("listener")
    DISCUSSANT = "discussant", _("discussant")
    SPEAKER = "speaker", _("speaker")
    ORGANISER = "organiser", _("organiser")


def over(now: datetime) -> Q:
    """Of events that have begun: not several days long and still going on."""
    evening = LessThan(Lasts(F("ends"), F("starts")), LONGEST_NIGHT / timedelta(days=1))
    return Q(ends=None) | Q(ends__lte=now) | Q(evening)


class EventQuerySet(TrashableQuerySet["Event"]):
    def attended(self) -> Self:
        return self.filter(mine=Attended.ATTENDED)

    def starting(self, begin: datetime, end: datetime) -> Self:
        """Events that start in a half-open window of moments."""
        return self.filter(starts__gte=begin, starts__lt=end)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(starts__gte=now).order_by("starts", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(starts__lt=now).order_by("-starts", "-pk")

    def going_on(self, now: datetime, earliest: datetime) -> Self:
        """What lasts for several days, began since `earliest` and goes on; those few stand in an index."""
        found = self.filter(LastsDays(F("ends"), F("starts")), starts__gte=earliest, starts__lt=now, ends__gt=now)
        return found.order_by("starts", "pk")

    def ahead(self, now: datetime, earliest: datetime) -> Self:
        """Those that begin from now on, and what lasts for several days, began since `earliest` and goes on."""
        found = self.filter(Q(starts__gte=now) | ~over(now), starts__gte=earliest)
        return found.order_by("starts", "pk")

    def behind(self, now: datetime) -> Self:
        """Past events without those of several days that go on."""
        return self.past(now).filter(over(now))

    def one_of_each_series(self, now: datetime) -> Self:
        """Coming events with each series there once, by its next one: a weekly call must not fill a list."""
        mine = {"owner": OuterRef("owner"), "series": OuterRef("series"), "trash": None}
        sooner = Event.objects.filter(**mine, starts__gte=now)
        sooner = sooner.filter(Q(starts__lt=OuterRef("starts")) | Q(starts=OuterRef("starts"), pk__lt=OuterRef("pk")))
        return self.filter(Q(series=None) | ~Exists(sooner))

    def waiting_for_debrief(self, now: datetime) -> Self:
        """Past events that I went to or meant to, and have not gone through yet.

        One of an evening asks from its beginning, while people are there; one of several days when it is over.
        """
        return self.behind(now).filter(debriefed_at=None).exclude(mine=Attended.MISSED)


class Event(Trashable, Versioned, Mentioning):
    """Something that I went to, mean to go to, or missed."""

    name = models.CharField(_("name"), max_length=300)
    community = models.ForeignKey(
        Community,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        related_query_name="event",
        verbose_name=_("community"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=EventKind.choices, default=EventKind.MEETUP)
    format = models.CharField(_("format"), max_length=10, choices=EventFormat.choices, default=EventFormat.IN_PERSON)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    # Where the clock hangs by which the event goes; empty: the owner's.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[check_time_zone])
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="events",
        related_query_name="event",
        verbose_name=_("series"),
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    about = models.TextField(_("about"), max_length=20_000, blank=True)
    mine = models.CharField(_("me"), max_length=8, choices=Attended.choices, default=Attended.PLANNED)
    my_role = models.CharField(_("my role"), max_length=10, choices=EventRole.choices, default=EventRole.LISTENER)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cost = models.DecimalField(
        _("cost, roubles"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    knowledge = models.PositiveSmallIntegerField(
        _("knowledge, 1 to 5"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    took_away = models.TextField(_("what I took away"), max_length=20_000, blank=True)
    debriefed_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False)

    mentions_in: ClassVar = "took_away"

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["owner", "starts", "id"], condition=Q(trash=None), name="event_by_start"),
            models.Index(fields=["owner", "community", "starts"], name="event_by_community"),
            models.Index(
                fields=["owner", "starts"], condition=Q(trash=None, debriefed_at=None), name="event_to_debrief"
            ),
            models.Index(
                fields=["owner", "starts"],
                condition=Q(LastsDays(F("ends"), F("starts")), trash=None),
                name="event_of_days",
            ),
            # The figures of a time by role, format and kind: read from the index alone.
            models.Index(
                fields=["owner", "mine", "starts", "trash", "community", "my_role", "format", "kind"],
                name="event_in_figures",
            ),
            models.Index(fields=["owner", "series", "starts"], condition=Q(trash=None), name="event_by_series"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def told_in_trash(cls, owner: AnyUser, deletions: list[Trash]) -> dict[int, str]:
        """Which events went together, and of which community: a series is often deleted under another name."""
        called = {one.pk: one.what for one in deletions}
        rows = cls.objects.trashed(owner).filter(trash__in=[*called]).order_by().values("trash")
        columns = {"first": Min("name"), "last": Max("name"), "place": Min("community__name")}
        found = rows.annotate(number=Count("pk"), places=Count("community", distinct=True), **columns)
        told = {}
        for one in found.values("trash", "number", "places", *columns):
            said = ngettext("%(n)d event", "%(n)d events", one["number"]) % {"n": one["number"]}
            name = one["first"] if one["first"] == one["last"] else f"{one['first']}…"
            named = said if name == called[one["trash"]] else f"{said}: {name}"
            told[one["trash"]] = f"{named}, {one['place']}" if one["places"] == 1 else named
        return told

    def get_absolute_url(self) -> str:
        return address("events:event", self.pk)

    @property
    def mention_day(self) -> date:
        return timezone.localtime(self.starts).date()

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The end is before the beginning.")})

    def zone_or(self, own: ZoneInfo) -> ZoneInfo:
        """The zone by which the event goes: its own, else that of its owner."""
        return ZoneInfo(self.time_zone) if self.time_zone else own

    @property
    def there(self) -> datetime | None:
        """The beginning on the event's own clock, where that shows another time than the reader's; else None."""
        if not self.time_zone:
            return None
        local = self.starts.astimezone(ZoneInfo(self.time_zone))
        return None if local.utcoffset() == timezone.localtime(self.starts).utcoffset() else local

    @property
    def city_of_zone(self) -> str:
        return city_of(self.time_zone)

    def refresh_keys(self) -> None:
        """Clean the name, and recompute what the event is found by."""
        self.name = clean_name(self.name)
        self.search_text = search_text(self.name, self.place)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_keys()
        fields = kwargs.get("update_fields")
        if fields is not None:
            # Only with what it is made from: this object may be older than its row.
            kwargs["update_fields"] = {*fields, *(("search_text",) if {"name", "place"} & {*fields} else ())}
        super().save(*args, **kwargs)
