"""Who is mentioned where: kept beside the texts, so that a person's page finds them in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.mentions.tokens import plain
from contacts.merge_rule import MergeRule
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class Mentioning(Owned):
    """A row with a text that may mention people; `mentions`, the rows of a table of mentions, follow the text.

    Who writes such texts with `update` calls `contacts.mentions.keeping.keep` in the same transaction.
    """

    mentions_in: ClassVar[str]
    # Whether saving keeps the mentions; a merge does so itself, because it writes down what it did.
    keeps: bool = True

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def mention_title(self) -> str:
        """What the text is, for those who are mentioned in it."""
        return plain(str(self))

    @property
    def mention_day(self) -> date | None:
        """The day that the text speaks of."""
        return None

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        is_new = self._state.adding
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            if self.keeps and (fields is None or self.mentions_in in fields):
                keep_mentions(type(self), [self], new=is_new)

    @classmethod
    def were_written(cls, rows: Sequence[Any], *, fields: Sequence[str] | None) -> None:
        super().were_written(rows, fields=fields)
        if fields is None or cls.mentions_in in fields:
            keep_mentions(cls, rows, new=fields is None)


def keep_mentions(model: type[Mentioning], rows: Sequence[Any], *, new: bool) -> None:
    # Who is mentioned is asked of the people, whose model is one of these itself.
    from contacts.mentions.keeping import keep

    keep(model, rows, new=new)


class MentionQuerySet(OwnedQuerySet["MentionBase"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)

    def shown(self) -> Self:
        """Those whose text does not lie in the trash, with the rows that the text belongs to."""
        return (
            self.filter(self.model.standing()).select_related(*self.model.beside).prefetch_related(*self.model.further)
        )


class MentionBase(Owned):
    """Somebody is mentioned in a text of one row. A table has a link for each kind of such rows."""

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, related_name="+", verbose_name=_("who is mentioned")
    )
    merge_rule: ClassVar = MergeRule(keeps_own=True)
    # The links, and what is read together with them.
    sources: ClassVar[tuple[str, ...]]
    beside: ClassVar[tuple[str, ...]]
    further: ClassVar[tuple[str, ...]] = ()

    objects = MentionQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def standing(cls) -> Q:
        """The condition that the text is not in the trash."""
        raise NotImplementedError

    @property
    def source(self) -> Mentioning:
        """The row whose text mentions somebody."""
        link = next(name for name in self.sources if getattr(self, f"{name}_id") is not None)
        found: Mentioning = getattr(self, link)
        return found


def one_source(sources: Sequence[str], name: str) -> models.CheckConstraint:
    """The rule that a mention stands in exactly one text."""
    condition = Q()
    for chosen in sources:
        condition |= Q(**{f"{one}__isnull": one != chosen for one in sources})
    return models.CheckConstraint(condition=condition, name=name)


def once_in_each(sources: Sequence[str], prefix: str) -> list[models.UniqueConstraint]:
    """The rules that a text mentions a person once."""
    return [models.UniqueConstraint(fields=[one, "contact"], name=f"{prefix}_{one}") for one in sources]


def mention_tables() -> list[type[MentionBase]]:
    return [model for model in apps.get_models() if issubclass(model, MentionBase)]


SOURCES = ("interaction", "participant", "promise", "about", "referral", "mentorship")


def _link(to: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"contacts.{to}", on_delete=models.CASCADE, null=True, related_name="mentions")


class Mention(MentionBase):
    """Somebody is mentioned in a text of this floor."""

    interaction = _link("Interaction")
    participant = _link("Participant")
    promise = _link("Promise")
    about = _link("Contact")
    referral = _link("Referral")
    mentorship = _link("Mentorship")
    sources = SOURCES
    beside = (
        "interaction", "participant__interaction", "participant__contact", "promise__contact", "about",
        "referral__giver", "referral__subject", "referral__receiver", "mentorship__contact",
    )  # fmt: skip
    further = ("interaction__participants__contact",)

    class Meta:
        verbose_name = _("mention")
        indexes = [models.Index(fields=["owner", "contact", "-created_at"], name="mention_of_person")]
        constraints = [one_source(SOURCES, "mention_in_one_text"), *once_in_each(SOURCES, "mention_once_in")]

    @classmethod
    def standing(cls) -> Q:
        return (
            Q(interaction__trash=None, interaction__isnull=False)
            | Q(participant__interaction__trash=None, participant__contact__trash=None, participant__isnull=False)
            | Q(promise__trash=None, promise__contact__trash=None, promise__isnull=False)
            | Q(about__trash=None, about__isnull=False)
            | Q(referral__trash=None, referral__isnull=False)
            | Q(mentorship__trash=None, mentorship__contact__trash=None, mentorship__isnull=False)
        )
