"""The product's own settings as they are, with plain names of static files: nothing was gathered for a test."""

from __future__ import annotations

from networking.settings import *  # noqa: F403
from networking.settings import DATABASES, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.5
