#!/bin/sh
# All tests, in two processes, those in a real browser included.
# DATABASE_URL=postgres://… runs the same tests there. What follows the command goes to pytest.
set -eu
cd "$(dirname "$0")/.."
chromium=$(tools/chromium.sh) || chromium=
if [ -n "$chromium" ]; then
    export SVYAZI_CHROMIUM="$chromium"
    exec .venv/bin/pytest -n 2 "$@"
fi
cat >&2 <<'END'
!!! No Chromium on this machine, and none could be installed.
!!! LEFT OUT: every test marked "browser" (pages in a real browser, its console and content policy).
!!! Install chromium, or set SVYAZI_CHROMIUM=/path/to/chromium, and run again.
END
exec .venv/bin/pytest -n 2 -m "not browser" "$@"
