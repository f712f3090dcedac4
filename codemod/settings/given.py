"""What a command line gives: a value for each option, and which values some of them may have."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Value: TypeAlias = bool | str | tuple[str, ...] | None
    Values: TypeAlias = Mapping[str, Value]

FOR_PEOPLE = ("full", "concise")
FOR_MACHINES = ("json", "sarif", "github", "gitlab", "rdjson")  # complete documents without colours, also of nothing
FORMATS = (*FOR_PEOPLE, *FOR_MACHINES)
DRAWN = ("json", "svg", "mermaid")  # what a stack is drawn as, besides the drawing of `full`
COUNTED = ("full", "concise", "json")  # what findings are counted in
PRINTED = (*FORMATS, *(name for name in DRAWN if name not in FORMATS))
COLORS = ("auto", "always", "never")
MOST_JOBS = 64
# What a command line without options gives.
NOTHING: Values = {
    "color": None,
    "config": (),
    "exclude": (),
    "extend_exclude": (),
    "force_exclude": False,
    "ignore": (),
    "isolated": False,
    "jobs": None,
    "output_format": None,
    "python": None,
    "select": (),
}


def listed(values: Values, name: str) -> tuple[str, ...]:
    """The items of an option that takes a list: given again, or with commas, as in ruff."""
    value = values[name]
    assert isinstance(value, tuple)
    return tuple(item.strip() for text in value for item in text.split(",") if item.strip())


def jobs_of(values: Values) -> int | None:
    """The number of --jobs, or None when it is none."""
    text = values["jobs"]
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 5
    return int(text) if is_number and 1 <= int(text) <= MOST_JOBS else None  # type: ignore[arg-type]


def names_in(data: bytes, ends_in_nul: bool) -> tuple[str, ...]:
    """The names of a list of files, one a line or each ended by NUL; empty ones count for nothing."""
    import os

    names = data.split(b"\0") if ends_in_nul else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return tuple(os.fsdecode(name) for name in names if name)
