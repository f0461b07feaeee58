from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Files with their hash in the name, compressed once; a name that is missing is an error at start, not at use."""

    manifest_strict = False
