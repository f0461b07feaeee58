"""How the product is served; what may differ between installations comes from its settings."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from networking.config import read_config, url_of

try:
    bind = read_config().bind
except ImproperlyConfigured as error:
    sys.exit(f"svyazi: {error}")

workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 15
keepalive = 5
# Longer lines and more headers than any page of ours sends are refused before Django sees them.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# The heartbeat of the workers must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    print(f"Svyazi answers at {url_of(bind)} (stop with Ctrl-C)", flush=True)  # noqa: T201
