"""Walks every page over invented data in Chromium and saves what it looks like.

python tools/screenshots.py                           every page: 1280 and 360 px, Russian and English, light and dark
python tools/screenshots.py --page today --only ru-light-1280
python tools/screenshots.py --readme                  the pictures of README, into docs/img

Says at the end which pages wrote errors to the console or broke the content security policy; then it exits with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1280, 800), (360, 740))
README_PAGES = ("today", "month")
_SAY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""


@dataclass
class Walk:
    """What is wanted, and what was seen on the way."""

    folder: Path
    page: str
    only: str
    made: int = 0
    missing: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def wants(self, name: str) -> bool:
        """Names are such as `ru-light-1280-today`; an empty filter wants everything."""
        pages = [f"-{page}" for page in self.page.split(",") if page]
        return (not pages or name.endswith(tuple(pages))) and name.startswith(self.only)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", default="", help="only these pages, such as today,people")
    parser.add_argument("--only", default="", help="only names that begin so: ru-light-1280, en-dark, empty")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--today", default="2026-11-20", help="the day on which the invented life ends")
    parser.add_argument("--readme", action="store_true", help="save the pictures of README")
    options = parser.parse_args()
    walk = Walk(options.out, options.page, options.only)
    if options.readme:
        walk = Walk(ROOT / "docs" / "img", "", "ru-light-1280")
    walk.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for scene in ("lived",) if options.readme else ("lived", "fresh"):
            with served(scene, options.today) as (address, looks):
                for look in looks:
                    take(browser, walk, address, look, readme=options.readme)
        browser.close()
    return report(walk)


def report(walk: Walk) -> int:
    print(f"{walk.made} pictures in {walk.folder}")
    if walk.missing:
        print("No such page yet:", ", ".join(sorted(walk.missing)))
    for problem in walk.problems:
        print(problem)
    return 1 if walk.problems else 0


def chromium() -> str | None:
    """The system's Chromium, else the one that Playwright has fetched."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("SVYAZI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def served(scene: str, today: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server over a folder that goes away: its address, and the looks with a session and the pages of each."""
    with tempfile.TemporaryDirectory(prefix="svyazi-screenshots-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SVYAZI_", "DATABASE_"))}
        command = [sys.executable, str(ROOT / "tools" / "demo_server.py"), scene, today]
        process = subprocess.Popen(
            command, env={**kept, "SVYAZI_DATA": folder}, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SystemExit("The server for the pictures did not start.")
            said = json.loads(line)
            yield said["address"], said["looks"]
        finally:
            process.terminate()
            process.wait(10)


def take(browser: Browser, walk: Walk, address: str, look: dict[str, Any], *, readme: bool) -> None:
    """Every wanted page in one look, both sizes from one load."""
    context = browser.new_context(
        locale=look["language"], color_scheme=look["theme"], reduced_motion="reduce", timezone_id="Europe/Moscow"
    )
    context.add_init_script(_SAY_VIOLATIONS)
    if look["session"]:
        context.add_cookies([{"name": "sessionid", "value": look["session"], "url": address}])
    for name, path in look["pages"].items():
        if readme and name not in README_PAGES:
            continue
        names = {size: f"{look['name']}-{size[0]}-{name}" for size in SIZES}
        wanted = {size: title for size, title in names.items() if walk.wants(title)}
        if wanted and path is None:
            walk.missing.add(name)
        elif wanted:
            try:
                shoot(context, walk, address + path, name, wanted, readme=readme)
            except Error as error:
                walk.problems.append(f"{next(iter(wanted.values()))}: {error.message.splitlines()[0]}")
    context.close()


def shoot(
    context: BrowserContext, walk: Walk, address: str, name: str, wanted: dict[tuple[int, int], str], *, readme: bool
) -> None:
    with context.new_page() as page:
        _shoot(page, walk, address, name, wanted, readme=readme)


def _shoot(
    page: Page, walk: Walk, address: str, name: str, wanted: dict[tuple[int, int], str], *, readme: bool
) -> None:
    listen(page, walk, next(iter(wanted.values())), name)
    for size in wanted:
        page.set_viewport_size({"width": size[0], "height": 900 if readme else size[1]})
        if page.url == "about:blank":
            page.goto(address)
            if name == "log-dialog":
                page.keyboard.press("l")
            elif name == "palette-dialog":
                page.keyboard.press("Control+k")
                page.locator("dialog[open] input[name=q]").wait_for()
                page.keyboard.type("an" if page.evaluate("document.documentElement.lang") == "en" else "ан")
        settle(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            walk.problems.append(f"{wanted[size]}: {wide} px wider than the window")
        if not readme and not name.endswith("dialog"):
            unfold(page, size)
        path = walk.folder / (f"{name}.png" if readme else f"{wanted[size]}.png")
        page.screenshot(path=path, animations="disabled")
        walk.made += 1


def unfold(page: Page, size: tuple[int, int]) -> None:
    """A window as high as the page, so that bars at its lower edge do not lie across the middle of the picture."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size[0], "height": max(size[1], height)})
    page.wait_for_timeout(100)


def settle(page: Page) -> None:
    """Until the fonts are there, nothing is being fetched and what moves has arrived; at most three seconds."""
    page.evaluate("document.fonts.ready.then(() => true)")
    for _attempt in range(20):
        page.wait_for_timeout(150)
        if page.evaluate("!document.querySelector('.htmx-request')"):
            return


def listen(page: Page, walk: Walk, title: str, name: str) -> None:
    """Note errors of the console and answers that failed; an error page is expected to be one."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not (name.startswith("error-") and "status of 4" in message.text):
            walk.problems.append(f"{title}: console: {message.text} ({message.location['url']})")

    def answered(response: Response) -> None:
        if response.status >= 400 and not name.startswith("error-"):
            walk.problems.append(f"{title}: {response.status} from {response.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: walk.problems.append(f"{title}: script: {error}"))
    page.on("response", answered)


if __name__ == "__main__":
    sys.exit(main())
