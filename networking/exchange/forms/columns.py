from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contacts.columns import field_of
from contacts.models import Contact
from contacts.models.channel import ChannelKind
from networking.exchange.formats.rows import Table
from networking.exchange.formats.table import NAMING

SHOWN = 3
_OF_PEOPLE = {"given_name": "given_name", "patronymic": "patronymic", "family_name": "family_name",
              "nickname": "nickname", "company": "company", "position": "position", "department": "department",
              "city": "city", "how_met": "how_met", "met_on": "met_on", "note": "about"}  # fmt: skip
_OF_CHANNELS = ("email", "phone", "telegram", "whatsapp", "vk", "linkedin", "github", "website")
# Of these a person has any number.
_MANY = {"", "note", "tags", "fax", "event", *_OF_CHANNELS}


def _choices() -> list[tuple[str, Any]]:
    people = [(name, field_of(Contact, column).verbose_name) for name, column in _OF_PEOPLE.items()]
    channels = [(kind, ChannelKind(kind).label) for kind in _OF_CHANNELS]
    others = [("birthday", _("birthday")), ("anniversary", _("anniversary")), ("event", _("another date")),
              ("tags", _("tags")), ("fax", _("fax"))]  # fmt: skip
    return [(value, str(words)[:1].upper() + str(words)[1:]) for value, words in
            [("", _("leave out")), ("full_name", _("name in full")), *people, *channels, *others]]  # fmt: skip


class ColumnsForm(forms.Form):
    """For each column of a table, the field that it fills; beside it stands what is in its first rows."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices()
        for place, name in enumerate(table.header):
            cells = [row[place].strip() for _line, row in table.rows if len(row) > place and row[place].strip()]
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name[:80] or _("Column %(number)d") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=table.fields[place],
                help_text=" · ".join(cell[:40] for cell in cells[:SHOWN]) or _("empty in the first rows"),
            )

    @property
    def meant(self) -> list[str]:
        return [self.cleaned_data.get(name, "") for name in self.fields]

    def clean(self) -> None:
        super().clean()
        seen: dict[str, str] = {}
        for name, field in self.fields.items():
            said = self.cleaned_data.get(name, "")
            if said in seen and said not in _MANY:
                self.add_error(name, _("The column “%(name)s” is that already.") % {"name": seen[said]})
            seen.setdefault(said, str(field.label))
        if not NAMING & seen.keys():
            first = next(iter(self.fields))
            self.add_error(first, _("Choose at least one column with a name, an e-mail or a phone."))
