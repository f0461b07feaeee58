"""The one-time code that the first account needs when the set-up page is open to more than this machine."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from networking.config import LOOPBACK, is_loopback

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


def make() -> str:
    """The code of this installation, made when there is none yet, in a file readable by its user alone."""
    path = _path()
    if not path.exists():
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        with open(path, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(code)
    return path.read_text("ascii")


def forget() -> None:
    """After the set-up the code opens nothing."""
    _path().unlink(missing_ok=True)


def is_right(given: str) -> bool:
    """Whether somebody typed the code; how long this takes says nothing about it."""
    path = _path()
    code = path.read_text("ascii") if path.exists() else ""
    return bool(code) and secrets.compare_digest(_bare(given), _bare(code))


def is_needed(request: HttpRequest) -> bool:
    """Whether the request may come from elsewhere: anything but this machine talking to itself, directly."""
    if not is_loopback(settings.SVYAZI_BIND) or any(name in request.headers for name in _FORWARDED):
        return True
    host, _port = split_domain_port(request.get_host())
    return host.strip("[]") not in LOOPBACK or not _is_this_machine(request.META.get("REMOTE_ADDR", ""))


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _bare(code: str) -> bytes:
    return "".join(code.lower().split()).replace("-", "").encode()


def _path() -> Path:
    return Path(settings.SVYAZI_DATA) / "setup-code"
