"""Where files of formats lie: small ones of our own, and, when they are there, samples of real programs."""

from __future__ import annotations

import os
from pathlib import Path

FILES = Path(__file__).parent / "files"
_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "samples"
SAMPLES = Path(os.environ.get("SVYAZI_SAMPLES") or _BESIDE)
