"""What there is to check: files whose programs belong together."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from codemod.project.index import Graph
    from codemod.settings.config import Settings

EACH = 4 << 10  # bytes that a file counts for, however small


class File(NamedTuple):
    """A file to check: its bytes, its path, and the settings that hold for it."""

    source: bytes
    path: str
    settings: Settings


class Task(NamedTuple):
    """Files whose programs belong together, and what is known of the modules around them."""

    files: tuple[File, ...]
    graph: Graph

    @property
    def weight(self) -> int:
        """Bytes, by which the work is guessed."""
        return sum(len(file.source) + EACH for file in self.files)


class HandOver(BaseException):
    """No error: these files are better checked where that can be stopped."""
