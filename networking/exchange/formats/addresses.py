"""Which channel an address of the net is, and how a name in one line falls into its parts."""

from __future__ import annotations

import re

from contacts.finding.name_order import is_family_first

_HOSTS = (
    ("telegram", re.compile(r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me)/(@?[\w.+-]+)", re.I)),
    ("vk", re.compile(r"(?:https?://)?(?:www\.|m\.)?vk\.(?:com|ru)/([\w.]+)", re.I)),
    ("linkedin", re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(?:in|company)/([^/?#\s]+)", re.I)),
    ("github", re.compile(r"(?:https?://)?(?:www\.)?github\.com/([\w-]+)/?$", re.I)),
    ("whatsapp", re.compile(r"(?:https?://)?wa\.me/(\+?\d+)", re.I)),
    ("dzen", re.compile(r"(?:https?://)?(?:www\.)?dzen\.ru/(\S+)", re.I)),
)
_SERVICES = ("telegram", "vk", "linkedin", "github", "whatsapp", "slack", "discord", "dzen")
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|мич|кич|овна|евна|ична|инична)$", re.I)


def kind_of_link(value: str) -> str:
    """`website` unless the address is of a service that we know."""
    for kind, pattern in _HOSTS:
        if pattern.match(value):
            return kind
    return "website"


def kind_of_service(name: str) -> str:
    """The kind of channel that a label or a type names, or `other`."""
    lowered = name.casefold()
    for service in _SERVICES:
        if service in lowered:
            return service
    return "vk" if "vkontakte" in lowered or "вконтакте" in lowered else "other"


def split_name(text: str) -> tuple[str, str, str]:
    """Given name, patronymic, family name of a name in one line; a lone word is a given name.

    Two words are family and given where only the second is a known given name.
    """
    parts = text.split()
    if len(parts) < 2:
        return text.strip(), "", ""
    if len(parts) == 2 and is_family_first(*parts):
        return parts[1], "", parts[0]
    if len(parts) == 3:
        if _PATRONYMIC.search(parts[1]):
            return parts[0], parts[1], parts[2]
        if _PATRONYMIC.search(parts[2]):
            return parts[1], parts[2], parts[0]
    return parts[0], "", " ".join(parts[1:])
