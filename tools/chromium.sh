#!/bin/sh
# Prints the path of a Chromium: the one named, the system's, Playwright's own, or Debian's package where we may install it.
set -eu
cd "$(dirname "$0")/.."

found() {
    # A file that cannot start, such as Ubuntu's stub for a snap, is no browser.
    if "$1" --version >/dev/null 2>&1; then
        echo "$1"
        exit 0
    fi
}

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name" 2>/dev/null) && found "$path"
    done
    return 0
}

playwrights_own() {
    .venv/bin/python -c 'from playwright.sync_api import sync_playwright as start
with start() as playwright: print(playwright.chromium.executable_path)' 2>/dev/null || true
}

if [ -n "${SVYAZI_CHROMIUM:-}" ]; then
    found "$SVYAZI_CHROMIUM"
    echo "svyazi: SVYAZI_CHROMIUM: $SVYAZI_CHROMIUM does not start" >&2
    exit 1
fi
on_path
own=$(playwrights_own)
[ -z "$own" ] || found "$own"
echo "No Chromium here; asking Playwright for one" >&2
if timeout 300 .venv/bin/playwright install chromium >&2; then
    own=$(playwrights_own)
    [ -z "$own" ] || found "$own"
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's package chromium" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 || true
    on_path
fi
exit 1
