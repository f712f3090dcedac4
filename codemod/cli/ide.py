"""What `editors/` has: printed, or put into a project beside what is there, where the editor reads it from a project."""

from __future__ import annotations

import os
import sys

from codemod.cli.merging import Unmergeable, with_tasks, with_watcher
from codemod.cli.options import EDITORS
from codemod.files.access import Failure, create_file, read_file, replace_file
from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JETBRAINS = {"darwin": "~/Library/Application Support/JetBrains", "win32": r"%APPDATA%\JetBrains"}
SUBLIME = {
    "darwin": "~/Library/Application Support/Sublime Text/Packages/User",
    "win32": r"%APPDATA%\Sublime Text\Packages\User",
}


class Answer(NamedTuple):
    """What goes to standard output, what is said besides, and what went wrong."""

    output: bytes = b""
    lines: tuple[str, ...] = ()
    error: str = ""


class Place(NamedTuple):
    """What is installed: a file of the project, how ours gets into it, and what it brings."""

    editor: str
    path: str
    merge: Callable[[bytes, bytes], bytes]
    what: str
    more: tuple[str, ...]


def place_of(name: str) -> str:
    """Where a file of `editors/` is to be put, on this system."""
    places = {
        "conform": "init.lua of your configuration, behind the setup of conform.nvim",
        "emacs": "your init file",
        "emacs-compile": "your init file",
        "emacs-flymake": "sessfix-flymake.el in a folder of `load-path`; your init file says (require 'sessfix-flymake)",
        "helix": "~/.config/helix/languages.toml",
        "lsp4ij": "template.json in a folder that you choose in LSP4IJ: New Language Server > Import from custom template...",
        "neovim": "init.lua of your configuration",
        "neovim-0.7": "init.lua of your configuration",
        "neovim-0.8": "init.lua of your configuration",
        "nvim-lint": "init.lua of your configuration",
        "pycharm": f"{_of_system(JETBRAINS, '~/.config/JetBrains')}/PyCharm<version>/tools/sessfix.xml, with PyCharm closed",
        "pycharm-watcher": ".idea/watcherTasks.xml of the project",
        "sublime": f"{_of_system(SUBLIME, '~/.config/sublime-text/Packages/User')}/LSP.sublime-settings",
        "vim": "~/.vim/compiler/sessfix.vim, or ~/.config/nvim/compiler/sessfix.vim",
        "vscode": ".vscode/tasks.json of the project",
        "vscode-lsp": ".vscode/settings.json of the project, with the extension Generic LSP Client",
        "zed": ".zed/settings.json of the project, or ~/.config/zed/settings.json",
    }
    return places[name]


def _of_system(places: dict[str, str], otherwise: str) -> str:
    return places.get(sys.platform, otherwise)


def installed(name: str) -> Place:
    """What `--install-ide` does for an editor."""
    more: tuple[str, ...]
    if name == "vscode":
        more = (
            "They run the `sessfix` that is on the PATH of the editor: Terminal > Run Task...",
            f"The language server is for {place_of('vscode-lsp')}; to print it: sessfix --print-ide vscode-lsp",
        )
        return Place("vscode", os.path.join(".vscode", "tasks.json"), with_tasks, "the tasks of sessfix", more)
    more = (
        "It repairs a file when it is saved, with the `sessfix` beside the project's Python interpreter. "
        "It needs the plug-in File Watchers.",
        "External Tools are a setting of the IDE, not of a project, and were not installed. To print them: "
        "sessfix --print-ide pycharm",
        f"They are for {place_of('pycharm')}",
    )
    path = os.path.join(".idea", "watcherTasks.xml")
    return Place("pycharm-watcher", path, with_watcher, "the watcher `sessfix`", more)


def configuration(name: str) -> bytes | Failure:
    """The bytes of a file of `editors/`: a wheel has it in the package, a checkout beside it."""
    inside, beside = (os.path.join(folder, "editors", EDITORS[name]) for folder in (PACKAGE, os.path.dirname(PACKAGE)))
    data = read_file(inside)
    return read_file(beside) if isinstance(data, Failure) else data


def printed(name: str) -> Answer:
    """What an editor is to read, as it is, and where it belongs."""
    data = configuration(name)
    if isinstance(data, Failure):
        return Answer(error=f"{data.path}: {data.message}")
    return Answer(data, (f"This is for {place_of(name)}",))


def install(name: str, folder: str) -> Answer:
    """Put what an editor is to read into a project: the current folder if there is no name."""
    place = installed(name)
    ours = configuration(place.editor)
    if isinstance(ours, Failure):
        return Answer(error=f"{ours.path}: {ours.message}")
    if folder and not os.path.isdir(folder):
        return Answer(error=f"{folder}: is no folder")
    path = os.path.join(folder, place.path)
    roots = (os.path.realpath(folder or os.curdir),)
    if not os.path.lexists(path):
        failure = create_file(path, ours, roots)
        return _refused(failure) if failure else Answer(lines=(f"Wrote {path}: {place.what}.", *place.more))
    there = read_file(path)
    if isinstance(there, Failure):
        return _refused(there)
    try:
        after = place.merge(there, ours) if there.strip() else ours
    except Unmergeable as why:
        return Answer(ours, ("Standard output has what to add to it.",), f"{path}: {why}; nothing was written")
    if after == there:
        return Answer(lines=(f"Unchanged: {path} has {place.what} already.", *place.more))
    failure = replace_file(path, there, after, roots)
    return _refused(failure) if failure else Answer(lines=(f"Added to {path}: {place.what}.", *place.more))


def _refused(failure: Failure) -> Answer:
    return Answer(error=f"{failure.path}: {failure.message}")
