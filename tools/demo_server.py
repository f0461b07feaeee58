"""Serves invented data from a throw-away folder, on a day that stands still; `screenshots.py` starts it.

python tools/demo_server.py lived 2026-11-20     accounts with a life, and empty ones
python tools/demo_server.py fresh 2026-11-20     nobody has signed up yet
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import time_machine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")

if TYPE_CHECKING:
    from networking.accounts.models import User

MORNING = time(9, 30)
LOOKS = [(language, theme) for language in ("ru", "en") for theme in ("light", "dark")]
EMPTY = [("ru", "light"), ("en", "dark")]


def main(scene: str, today: date) -> None:
    import django
    from django.conf import settings

    # Files straight from their folders: nothing has to be collected and compressed first.
    settings.WHITENOISE_USE_FINDERS = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with time_machine.travel(datetime.combine(today, MORNING, ZoneInfo(settings.TIME_ZONE)), tick=True):
        django.setup()
        looks = prepare(scene, today)
        serve(looks)


def prepare(scene: str, today: date) -> list[dict[str, Any]]:
    """Fill the database; returns each look with its session and pages."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_shared()
    if scene == "fresh":
        return [look(f"{language}-{theme}", language, theme, None, fresh=True) for language, theme in LOOKS]
    looks = [look(f"{language}-{theme}", language, theme, None) for language, theme in LOOKS]
    for language, theme in LOOKS:
        looks.append(look(f"{language}-{theme}", language, theme, account(language, theme, today)))
    for language, theme in EMPTY:
        looks.append(look(f"empty-{language}-{theme}", language, theme, account(language, theme, None)))
    return looks


def load_shared() -> None:
    """The catalogue and the notes that the product ships."""
    from communities.actions.catalogue import load_catalogue
    from networking.guidance.actions import load_starter_notes

    load_catalogue()
    load_starter_notes()


def account(language: str, theme: str, today: date | None) -> User:
    """Somebody who speaks a language and likes a theme; with a life when it ends today."""
    from networking.accounts.models import Instance, User
    from networking.demo import seed

    Instance.objects.get_or_create(pk=1)
    kind = "lived" if today else "empty"
    name = "Ольга Смирнова" if language == "ru" else "Olivia Penrose"
    user = User.objects.create_superuser(
        f"{kind}-{language}-{theme}@example.org", None, name=name, language=language, theme=theme
    )
    if today:
        seed(owner=user, today=today)
    return user


def look(name: str, language: str, theme: str, user: User | None, *, fresh: bool = False) -> dict[str, Any]:
    from demo_pages import pages_of, signed_out

    pages = pages_of(user) if user else signed_out(fresh=fresh)
    return {
        "name": name, "language": language, "theme": theme, "pages": pages, "session": sign_in(user) if user else "",
    }  # fmt: skip


def sign_in(user: User) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def serve(looks: list[dict[str, Any]]) -> None:
    """Answer on a free port of this machine until ended; the first line of the output says where."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from networking.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}", "looks": looks}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]))
