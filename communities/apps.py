from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from communities import (
            kept_at_events,
            kept_belongings,
            kept_happenings,
            kept_members,
            kept_near,
            kept_places,
            kept_standing,
            kept_talks,
        )
        from communities.actions import debrief_undo, uniting
        from communities.actions.bulk import ADD
        from communities.actions.series_undo import forget_changes
        from communities.editors import make_editors
        from communities.filtering import ByCommunity
        from communities.history import TOLD
        from communities.names import communities_named
        from contacts import bulk, history_beside, recounting, triggers
        from contacts.actions import purge
        from contacts.filtering import registry
        from contacts.mentions import bracketed

        registry.register(ByCommunity())
        history_beside.register(TOLD)
        bracketed.register(communities_named, rank=20)
        bulk.register(ADD)
        bulk.register_undo(debrief_undo.NAME, "events:debrief_undo")
        bulk.register_undo(uniting.NAME, "communities:unite_undo")
        purge.register("changes of events", forget_changes)
        post_migrate.connect(make_editors, sender=self)
        triggers.register(kept_talks.TRIGGERS, rank=20)
        recounting.register("talks with members by day and month", kept_talks.recount)
        triggers.register(kept_belongings.TRIGGERS, rank=20)
        recounting.register("people met and referrals of communities by month", kept_belongings.recount)
        triggers.register(kept_near.TRIGGERS, rank=20)
        recounting.register("people met about the day of an event", kept_near.recount)
        triggers.register(kept_at_events.TRIGGERS, rank=20)
        recounting.register("people at events by month", kept_at_events.recount)
        triggers.register(kept_members.TRIGGERS, rank=20)
        recounting.register("people in communities by day", kept_members.recount)
        triggers.register(kept_standing.TRIGGERS, rank=20)
        recounting.register("people in communities by nearness", kept_standing.recount)
        triggers.register(kept_places.KEPT.triggers, rank=20)
        recounting.register("number of communities", kept_places.KEPT.recount)
        for kept in (kept_happenings.EVENTS, kept_happenings.OPPORTUNITIES):
            triggers.register(kept.triggers, rank=20)
            recounting.register(f"{kept.word} by month", kept.recount)
