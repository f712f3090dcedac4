"""What `[tool.sessfix]` may hold, as a JSON schema in the form that SchemaStore takes: for editors that complete and check TOML."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING
from codemod.settings.config import CHOICES, CODES, KEYS, LIST, NUMBER, SWITCH, Settings
from codemod.settings.given import MOST_JOBS

if TYPE_CHECKING:
    from typing import Any

_ABOUT = {
    "exclude": "Leave out these files and folders, instead of the usual ones of tools and environments.",
    "extend-exclude": "Leave out these files and folders too.",
    "force-exclude": "Leave out excluded files even when they are named on the command line.",
    "select": "Use only these rules, or those that begin so.",
    "ignore": "Do not use these rules, or those that begin so.",
    "output-format": "How to print findings.",
    "color": "When to use colour.",
    "src": "Folders where imports start, besides what is found.",
    "models": "Folders with models of libraries: modules of Python that stand in for those whose source is not at hand.",
    "providers": "Classes of layers that provide the session, where that cannot be seen.",
    "dependents": "Classes of layers that use the session, where that cannot be seen.",
    "python": "The interpreter or environment with the libraries of the project, besides what is found.",
    "jobs": "How many processes check files.",
}


def schema() -> dict[str, Any]:
    """The schema of the table, which refuses what the settings refuse, except what only the disk tells of folders."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://json.schemastore.org/partial-sessfix.json",
        "title": "sessfix",
        "description": "Settings of sessfix, which repairs the order of session middleware in Starlette and FastAPI applications.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(key) for key in sorted(KEYS)},
    }


def _property(key: str) -> dict[str, Any]:
    default = getattr(Settings(), key.replace("-", "_"))
    shown = {} if default is None else {"default": list(default) if isinstance(default, tuple) else default}
    return {"description": _ABOUT[key], **_shape(key), **shown}


def _shape(key: str) -> dict[str, Any]:
    kind = KEYS[key]
    if kind == LIST:
        codes = {"enum": _beginnings()} if key in ("select", "ignore") else {}
        return {"type": "array", "items": {"type": "string", **codes}}
    if kind == SWITCH:
        return {"type": "boolean"}
    if kind == NUMBER:
        return {"type": "integer", "minimum": 1, "maximum": MOST_JOBS}
    return {"type": "string", **({"enum": list(CHOICES[key])} if key in CHOICES else {})}


def _beginnings() -> list[str]:
    """What a rule may be named by: its code, or how it begins."""
    return sorted({code[:length] for code in CODES for length in range(1, len(code) + 1)})
