"""The heart: source bytes in, findings and repaired bytes out. Pure; everything else calls it."""

from __future__ import annotations

from codemod.model import Result


def fix_source(source: bytes, path: str) -> Result:
    """Analyse one file and repair what can be repaired."""
    return Result(path, source, source)
