#!/usr/bin/env python3
"""Django's command line for Svyazi."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting that makes no sense: its name says more than where in Django it was noticed.
        sys.exit(f"svyazi: {error}")
