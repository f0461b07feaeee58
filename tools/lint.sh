#!/bin/sh
# Form, types, floors and messages: everything that can be said without running the product.
set -eu
cd "$(dirname "$0")/.."
# The checks read the settings, and must not touch the data of the installation that lives here.
SVYAZI_DATA=$(mktemp -d)
export SVYAZI_DATA
trap 'rm -rf "$SVYAZI_DATA"' EXIT
trap 'exit 130' INT TERM

run() {
    echo "· $*"
    ".venv/bin/$@"
}

run ruff check --quiet .
run ruff format --check --quiet .
run djlint --lint --quiet templates
run mypy --no-error-summary .
run lint-imports --no-logo
DATABASE_URL='' run python manage.py makemigrations --check --dry-run
run python tools/messages.py check
