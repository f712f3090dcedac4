"""What an editor sets: the same keys as `[tool.sessfix]`, each as `--config KEY=VALUE` would set it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from codemod.settings.config import KEYS, Settings, settings_reader
from codemod.settings.given import NOTHING


def words_of(given: object) -> tuple[str, ...]:
    """The settings of an editor as words for `--config`; they may lie under `sessfix`. What is no object says nothing."""
    table = given.get("sessfix", given) if isinstance(given, Mapping) else None
    if not isinstance(table, Mapping):
        return ()
    chosen = ((str(key), value) for key, value in table.items() if value is not None)
    return tuple(sorted(_word(key, value) for key, value in chosen))


def _word(key: str, value: object) -> str:
    name = key if key in KEYS else json.dumps(key)  # a string of JSON is one of TOML
    return f"{name} = {json.dumps(value) if not isinstance(value, Mapping) else '{}'}"


def reader_of(words: tuple[str, ...], root: str) -> Callable[[str], Settings]:
    """The settings of each folder, as a run in this one with these words would read them. Raises ConfigError."""
    return settings_reader({**NOTHING, "config": words}, root)
