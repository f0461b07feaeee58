from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.forms.owned import OwnedForm
from contacts.models import SavedFilter
from contacts.text import clean_name, fold


class SavedFilterForm(OwnedForm[SavedFilter]):
    """The name of a filter; what it keeps was taken from the address."""

    class Meta:
        model = SavedFilter
        fields = ["name"]

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        others = SavedFilter.objects.for_owner(self.owner).exclude(pk=self.instance.pk)
        if others.filter(folded=fold(name)).exists():
            raise ValidationError(_("Another filter is called so already."), code="taken")
        return name
