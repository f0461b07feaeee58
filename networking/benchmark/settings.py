"""The installation's own settings, with the floor page and headers that say what a request cost."""

from __future__ import annotations

from networking.settings import *  # noqa: F403
from networking.settings import MIDDLEWARE, STORAGES

ROOT_URLCONF = "networking.benchmark.urls"
MIDDLEWARE = ["networking.benchmark.floor.say_what_it_cost", *MIDDLEWARE]
# Names without hashes spare every measurement the compression of all files; a lookup costs the same.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
