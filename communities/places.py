"""What may stand where others are to find a community: an address, a handle, or a word and what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.forms.channels import is_website

_PLACE = re.compile(
    r"(?!(?:javascript|vbscript|data|file)\s*:)"
    r"(?:@\S+|(?:https?://)?[^\s:/@]+\.[^\s:/@]{2,}\S*|[^\s@]+@\S+|[+\d][\d\s().-]{4,}"
    r"|[^\W\d_]+(?:[ -][^\W\d_]+){0,2}:(?!//)\s+\S.*"
    r"|(?:slack|discord|telegram|email|phone|website|whatsapp|other):\S.*)",
    re.IGNORECASE,
)
_MOST_SAID = 10


def is_place(line: str) -> bool:
    return bool(_PLACE.fullmatch(line) or is_website(line))


def check_places(lines: Iterable[str]) -> None:
    """Raise ValidationError, which says it once, when some lines lead nowhere."""
    if wrong := [line[:60] for line in map(str.strip, lines) if line and not is_place(line)]:
        said = _("Neither an address nor a handle: %(lines)s. For others: “Slack: python”.")
        raise ValidationError(said, params={"lines": "; ".join(wrong[:_MOST_SAID])})
