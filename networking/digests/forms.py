from __future__ import annotations

from contacts.forms.owned import OwnedForm
from networking.digests.models import DigestChoice


class DigestForm(OwnedForm[DigestChoice]):
    class Meta:
        model = DigestChoice
        fields = ["week", "month"]
