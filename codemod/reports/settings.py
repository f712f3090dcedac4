"""`--show-settings`: what holds for a file, as a table that a `pyproject.toml` could hold, and where it comes from."""

from __future__ import annotations

import json

from codemod.reports.inert import inert
from codemod.settings.config import KEYS, Settings


def render(path: str, settings: Settings) -> str:
    """The settings that hold for a path, with comments, in TOML; what is not set is found out by itself."""
    origin = f"from {settings.origin}" if settings.origin else "no [tool.sessfix] was found: these are the defaults"
    values = ((key, getattr(settings, key.replace("-", "_"))) for key in KEYS)
    lines = (f"# {key} is not set" if value is None else f"{key} = {_in_toml(value)}" for key, value in values)
    return "\n".join([f"# for {inert(path)}", f"# {inert(origin)}", "[tool.sessfix]", *lines, ""]) + "\n"


def _in_toml(value: object) -> str:
    """A string, number, truth or list of strings; the first three are as in JSON."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_in_toml, value))}]"
    return json.dumps(inert(value) if isinstance(value, str) else value, ensure_ascii=False)
