#!/bin/sh
# Locks every part by version and hash. The files name no package index, so they hold anywhere.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml "$@"
}
compile -o requirements.txt
# The tools are locked on top of the product's own parts, so that both run with the same versions.
compile --constraint requirements.txt --group dev -o requirements-dev.txt
