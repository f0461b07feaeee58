#!/bin/sh
# Prepares the installation and serves it; --demo adds two accounts full of invented people.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python manage.py prepare "$@" || exit 1
exec .venv/bin/gunicorn --config gunicorn.conf.py networking.wsgi
