"""Brings the front end's parts from the npm registry into `static/vendor/`, at the versions of one file.

    python tools/vendor.py            fetch what `versions.json` names, and make the sprite of icons

Needs `npm` on the machine of the developer only: what it brings is committed, with its licence.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"
# package -> (file inside it, where it goes); the licence of each comes along.
FILES: dict[str, list[tuple[str, Path]]] = {
    "@tabler/core": [("dist/css/tabler.min.css", VENDOR / "tabler.min.css")],
    # Its style sheet is left out: static/css/forms.css draws the few parts that we use.
    "tom-select": [("dist/js/tom-select.base.min.js", VENDOR / "tom-select.base.min.js")],
    "echarts": [("dist/echarts.min.js", VENDOR / "echarts.min.js")],
    "@fontsource-variable/golos-text": [
        (f"files/golos-text-{part}-wght-normal.woff2", VENDOR / f"golos-text-{part}.woff2")
        for part in ("cyrillic", "cyrillic-ext", "latin", "latin-ext")
    ],
    "axe-core": [("axe.min.js", TESTS / "axe.min.js")],
}
ICONS = "@tabler/icons"
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
SOURCE_MAP = re.compile(rb"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=[^*]*\*/)\s*$")


def fetch(name: str, version: str, folder: Path) -> Path:
    """Unpack a package of the registry; returns the folder of its files."""
    target = folder / name.replace("/", "-")
    target.mkdir()
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=target, check=True, capture_output=True)
    (archive,) = target.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return target / "package"


def copy(package: Path, name: str, files: list[tuple[str, Path]]) -> None:
    for inside, target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A source map that is not shipped would be an address that leads nowhere.
        content = (package / inside).read_bytes()
        target.write_bytes(content if inside.endswith("woff2") else SOURCE_MAP.sub(b"\n", content))
    copy_licence(package, name, files[0][1].parent)


def copy_licence(package: Path, name: str, folder: Path) -> None:
    """The licence of a package and, where there is one, its notice, beside what was taken of it."""
    licences = folder / "licences"
    licences.mkdir(exist_ok=True)
    target = licences / f"{name.strip('@').replace('/', '-')}.txt"
    texts = [path.read_text("utf-8") for mark in ("LICENSE*", "NOTICE*") for path in sorted(package.glob(mark))]
    target.write_text("\n".join(texts) or mit(package, name), "utf-8")


def mit(package: Path, name: str) -> str:
    """The licence of a package that only names it: the standard text under the copyright lines of its style sheet."""
    licence = json.loads((package / "package.json").read_text("utf-8"))["license"]
    if licence != "MIT":
        raise SystemExit(f"{name}: the package holds no licence text, only the name {licence}")
    head = FILES[name][0][1].read_text("utf-8")[:1000]
    owners = re.findall(r"Copyright .+", head)
    return "\n".join(["MIT License", "", *owners, "Copyright 2011-2026 The Bootstrap Authors", "", MIT])


def sprite(package: Path) -> None:
    """One file of the icons that the templates use, each a symbol drawn in the colour of its text."""
    names = sorted(set((VENDOR / "icons.txt").read_text("utf-8").split()))
    symbols = []
    for name in names:
        drawing = (package / "icons" / "outline" / f"{name}.svg").read_text("utf-8")
        inner = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)[1]).strip()  # type: ignore[index]
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" '
    text = head + 'stroke-linecap="round" stroke-linejoin="round">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(text, "utf-8")
    copy_licence(package, ICONS, VENDOR)


def main() -> int:
    if not shutil.which("npm"):
        print("tools/vendor.py needs npm on the PATH")
        return 1
    versions: dict[str, str] = json.loads((VENDOR / "versions.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, version in versions.items():
            package = fetch(name, version, Path(folder))
            if name == ICONS:
                sprite(package)
            else:
                copy(package, name, FILES[name])
            print(name, version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
