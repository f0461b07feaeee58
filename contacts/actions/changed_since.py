"""What is to be put back stands otherwise by now: the owner is asked first."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class ChangedSince(Exception):
    """The value is another one by now; `now` is what stands there, `seal` says so when one puts back over it."""

    def __init__(self, now: Any) -> None:
        self.now, self.seal = now, seal(now)


class ListChanged(ChangedSince):
    """Some of what had come or gone is not as it was left."""

    def __init__(self, have: Any, said: str) -> None:
        super().__init__(have)
        self.seal = said


def seal(value: Any) -> str:
    """A short word for a value, the same for the same."""
    said = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
