"""The product's own settings, in a folder that goes away, with quick passwords and unhashed static files."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="svyazi-test-")
os.environ["SVYAZI_DATA"] = _folder.name

from networking.settings import *  # noqa: E402, F403
from networking.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A file, as users have it: one connection in memory, shared by the threads of a live server, can lock for good when a
# function of ours runs in one thread's query while another thread binds values.
_in_a_file = None if os.environ.get("DATABASE_URL") else f"{_folder.name}/test.sqlite3"
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("SVYAZI_TEST_DB") or _in_a_file}
# A pool keeps connections to a database that the tests want to drop.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
