"""What the README says about settings is what the code reads, all of it and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"SVYAZI_[A-Z_]+|DATABASE_URL")


def read_by(source: str) -> set[str]:
    """The variables that a source asks the environment for."""
    return set(re.findall(r'env\.\w+\("(SVYAZI_[A-Z_]+|DATABASE_URL)"', source))


def described() -> set[str]:
    table = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    return {found[0] for line in table if (found := NAME.findall(line.split("|")[1]))}


def test_the_scanner_sees_a_new_setting() -> None:
    assert read_by('bind = env.str("SVYAZI_NEW", "")') == {"SVYAZI_NEW"}


def test_every_setting_is_described_and_every_described_setting_exists() -> None:
    read = read_by((ROOT / "networking" / "config.py").read_text("utf-8"))
    assert len(read) > 8
    assert described() == read


def test_no_other_module_reads_settings_of_its_own() -> None:
    for path in (ROOT / "networking").rglob("*.py"):
        if path.name not in ("config.py",) and "benchmark" not in path.parts:
            assert not re.search(r"os\.environ(?!\.setdefault)", path.read_text("utf-8")), path


def test_every_target_of_make_that_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"\bmake ([a-z-]+)\b`", text)) | set(re.findall(r"^make ([a-z-]+)$", text, re.M))
    assert {"run", "demo", "test"} <= named <= targets
