from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.actions.ties import record_tie
from contacts.doubles.before_saving import Likely
from contacts.forms.days import check_days
from contacts.forms.doubles import doubles_to_ask, remember_apart
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.forms.ways import WaysField, become_of, store_ways, write_way
from contacts.introductions import circle
from contacts.models import Contact, ContactRole, Tag
from contacts.models.change import TAGS, went_and_came
from contacts.photos import put_photo, remove_photo, square_jpeg
from contacts.text import clean_name, fold

MAIN = ("given_name", "family_name", "position", "company", "channels_text")
MOST_ROWS = 8
MORE = (
    "patronymic",
    "nickname",
    "department",
    "city",
    "met_on",
    "how_met",
    "introduced_by",
    "roles",
    "tie",
    "trust",
    "tags_text",
    "expertise",
    "authority",
    "cadence_ideal",
    "cadence_at_most",
    "about",
)


class ContactForm(OwnedForm[Contact]):
    """A person: five fields, and the rest unfolds. Only a name must be there."""

    channels_text = WaysField(
        label=_("How to reach them"),
        help_text=_(
            "Phone, e-mail, @telegram or a link, one per line. For others: “Slack: anna”. A word of yours goes in "
            "brackets, a star marks the best way: “* +7 916 000-00-00 (work)”."
        ),
    )
    roles = forms.MultipleChoiceField(
        label=_("What they are to me"),
        choices=ContactRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tags_text = forms.CharField(
        label=_("Tags"), required=False, max_length=1_000, help_text=_("With commas: reading group, ML")
    )
    photo_file = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP up to 5 MB. Only the small square is kept."),
    )
    photo_remove = forms.BooleanField(label=_("remove the photo"), required=False)
    introduced_by = PeopleField(label=_("Who introduced us"), required=False, single=True)

    class Meta:
        model = Contact
        fields = [name for name in (*MAIN, *MORE) if not name.endswith("_text")]
        widgets = {
            "met_on": DayInput(),
            "about": MentionArea({"rows": 4}),
        }
        help_texts = {
            "cadence_ideal": _("How often you would like to talk. Empty: as their community or tie says."),
            "authority": _("In what their word counts: a field, a community, a title."),
            "about": _("Markdown: **bold**, lists, links."),
        }

    field_order = [*MAIN, *MORE, "photo_file", "photo_remove"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today or timezone.localdate()
        self.tie_before = self.instance.tie
        self.doubles: list[Likely] = []
        self.told_apart: list[Contact] = []
        marks = [(mark, gettext("%(value)d of 5") % {"value": mark}) for mark in range(1, 6)]
        self.fields["trust"].widget = forms.Select(choices=[("", gettext("no rating")), *marks])
        if not self.instance.photo:
            del self.fields["photo_remove"]
        introducer = self.fields["introduced_by"]
        if isinstance(introducer, PeopleField):
            introducer.owner, introducer.answers = owner, self.data
        if self.instance.pk:
            self.initial["channels_text"] = "\n".join(write_way(one) for one in self.instance.channels.all())
            lines = self.initial["channels_text"].count("\n") + 1
            cast(WaysField, self.fields["channels_text"]).stood = self.initial["channels_text"]
            self.fields["channels_text"].widget.attrs["rows"] = min(max(2, lines), MOST_ROWS)
            self.initial["tags_text"] = ", ".join(tag.name for tag in self.instance.tags.all())
            self.initial["introduced_by"] = self.instance.introduced_by

    def clean_tags_text(self) -> list[str]:
        names = [clean_name(name) for name in self.cleaned_data["tags_text"].split(",")]
        if any(len(name) > 60 for name in names):
            raise ValidationError(_("A tag is at most 60 characters long."))
        return list({fold(name): name for name in names if name}.values())

    def clean_photo_file(self) -> bytes | None:
        upload = self.cleaned_data["photo_file"]
        return square_jpeg(upload) if upload else None

    def clean_introduced_by(self) -> Contact | None:
        person: Contact | None = self.cleaned_data["introduced_by"]
        if person is not None and person.pk is not None and person.pk == self.instance.pk:
            raise ValidationError(_("Nobody introduces themself."))
        if person is not None and (names := circle(self.instance, person)):
            raise ValidationError(
                _("That closes a circle: %(names)s. Somebody was the first."), params={"names": " ← ".join(_few(names))}
            )
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("given_name", "family_name", "patronymic", "nickname"):
            data[name] = clean_name(data.get(name, ""))
        if not (data["given_name"] or data["family_name"] or data["nickname"]):
            self.add_error("given_name", _("Give at least one name."))
        check_days(self, "met_on", owner=self.owner, today=self.today, people=[self.instance])
        ideal, at_most = data.get("cadence_ideal"), data.get("cadence_at_most")
        if ideal and at_most and at_most < ideal:
            self.add_error("cadence_at_most", _("“At the latest” is shorter than “ideally”."))
        return data

    def _post_clean(self) -> None:
        # An introducer who is new has no row yet; it is saved with the person, in one transaction.
        introducer = self.cleaned_data.get("introduced_by")
        if introducer is not None and introducer.pk is None:
            self.cleaned_data["introduced_by"] = None
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook
        self.cleaned_data["introduced_by"] = introducer
        if not self.errors:
            self.doubles = doubles_to_ask(self)
        if self.doubles:
            self.add_error(None, ValidationError(_("Perhaps this person is on your list already."), code="double"))

    @transaction.atomic
    def save(self, commit: bool = True) -> Contact:
        introducer = self.cleaned_data["introduced_by"]
        if introducer is not None and introducer.pk is None:
            introducer.save()
        self.instance.introduced_by = introducer
        self._tell_of_lists()
        contact = super().save(commit)
        self._save_photo(contact)
        record_tie(contact=contact, before=self.tie_before, on=self.today)
        store_ways(contact, self.cleaned_data["channels_text"])
        remember_apart(contact, self.told_apart)
        contact.tags.set(self._tag(name) for name in self.cleaned_data["tags_text"])
        return contact

    def _tell_of_lists(self) -> None:
        """Give the history what becomes of the tags and the channels; of a new person it tells nothing."""
        person = self.instance
        if person.pk is None:
            return
        wanted = {fold(name): name for name in self.cleaned_data["tags_text"]}
        have = {tag.folded: tag.name for tag in person.tags.all()}
        tags = went_and_came(have.values(), (have.get(key, name) for key, name in wanted.items()))
        beside = {TAGS: tags, **become_of([*person.channels.all()], self.cleaned_data["channels_text"])}
        person.changes_beside = {name: change for name, change in beside.items() if change}

    def _save_photo(self, contact: Contact) -> None:
        if jpeg := self.cleaned_data.get("photo_file"):
            put_photo(contact, jpeg)
        elif self.cleaned_data.get("photo_remove"):
            remove_photo(contact)

    def _tag(self, name: str) -> Tag:
        tag, _made = Tag.objects.get_or_create(owner_id=self.owner.pk, folded=fold(name), defaults={"name": name})
        return tag

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MAIN]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def unfolded(self) -> bool:
        """Whether the rest should stand open: because something in it is filled in or wrong."""
        return any(self[name].errors for name in (*MORE, "photo_file"))


def _few(names: list[str]) -> list[str]:
    """The beginning and the end of a long row of names."""
    return names if len(names) < 8 else [*names[:3], "…", *names[-3:]]
