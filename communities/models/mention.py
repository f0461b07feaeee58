from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models.mention import MentionBase, once_in_each, one_source

SOURCES = ("event", "contribution", "opportunity")


def _link(to: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"communities.{to}", on_delete=models.CASCADE, null=True, related_name="mentions")


class CommunityMention(MentionBase):
    """Somebody is mentioned in a text of this floor."""

    event = _link("Event")
    contribution = _link("Contribution")
    opportunity = _link("Opportunity")
    sources = SOURCES
    beside = SOURCES

    class Meta:
        verbose_name = _("mention")
        indexes = [models.Index(fields=["owner", "contact", "-created_at"], name="community_mention_of_person")]
        constraints = [
            one_source(SOURCES, "community_mention_in_one_text"),
            *once_in_each(SOURCES, "community_mention_once_in"),
        ]

    @classmethod
    def standing(cls) -> Q:
        return (
            Q(event__trash=None, event__isnull=False)
            | Q(contribution__trash=None, contribution__isnull=False)
            | Q(opportunity__trash=None, opportunity__isnull=False)
        )
