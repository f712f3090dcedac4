"""What passes between the thread that talks to the editor and the one that thinks. Importing it costs nothing."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codemod.model import Result


class State(NamedTuple):
    """What the editor has: its folders, its settings, its texts; ``seen`` grows when something on disk may have changed."""

    folders: tuple[str, ...]
    words: tuple[str, ...]
    buffers: Mapping[str, bytes]
    seen: int


class Told(NamedTuple):
    """What came of a file, and the bytes of the files that the findings name, by path."""

    result: Result
    sources: Mapping[str, bytes]


class Answer(NamedTuple):
    """What is said of all files that there is something to say of, by path, and what is wrong with the settings."""

    told: Mapping[str, Told]
    complaints: tuple[str, ...]
