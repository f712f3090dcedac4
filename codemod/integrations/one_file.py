"""What `sessfix --write` makes of a file that another tool has parsed with libcst; the tool writes it."""

from __future__ import annotations

import builtins
import os
from dataclasses import dataclass, fields
from typing import Any

import libcst

from codemod.edits.proved import written
from codemod.engine.analysis import Wanted
from codemod.engine.checking import open_project
from codemod.engine.fix import fix_files
from codemod.engine.run import index_of, work_of
from codemod.engine.tasks import File
from codemod.files.access import MAX_SOURCE, TOO_LARGE, read_file
from codemod.model import Finding, Problem, Result
from codemod.project.module import Module
from codemod.reports.inert import inert
from codemod.rules.suppression import is_suppressed
from codemod.settings.config import settings_reader
from codemod.settings.discovery import is_excluded
from codemod.settings.given import NOTHING


@dataclass(frozen=True)
class Verbatim(libcst.Module):
    """A module that is written as the bytes it was read from, where libcst would write others; a changed one is a plain module."""

    source: builtins.bytes = b""

    @property
    def bytes(self) -> builtins.bytes:
        return self.source

    @property
    def code(self) -> str:
        return self.source.decode(self.encoding)

    def with_changes(self, **changes: Any) -> libcst.Module:  # type: ignore[override]
        parts = {field.name: getattr(self, field.name) for field in fields(libcst.Module)}
        return libcst.Module(**{**parts, **changes})


def parsed(source: bytes) -> libcst.Module:
    """A module whose `bytes` are these."""
    tree = libcst.parse_module(source)
    if tree.bytes == source:
        return tree
    return Verbatim(**{field.name: getattr(tree, field.name) for field in fields(libcst.Module)}, source=source)


def source_of(tree: libcst.Module, path: str) -> bytes:
    """The bytes that a tree was parsed from: those of the file, unless it holds something else."""
    data, known = read_file(path), tree.bytes
    if not isinstance(data, bytes) or data == known:
        return known
    try:
        return data if libcst.parse_module(data).bytes == known else known
    except libcst.ParserSyntaxError:
        return known


def every(module: Module, finding: Finding) -> bool:
    """No finding is left out."""
    return True


def result_of(source: bytes, path: str, wanted: Wanted = every) -> Result:
    """What `sessfix --write` says and makes of a file that holds these bytes, and leaves alone when it is excluded.

    ``wanted`` leaves findings out, besides those that the settings and comments do. Raises ConfigError.
    """
    path = os.path.abspath(path)
    settings = settings_reader(NOTHING, os.getcwd())(os.path.dirname(path))
    result = Result(path, source, source)
    if is_excluded(path, settings):
        return result
    if len(source) > MAX_SOURCE:
        return result._replace(problem=Problem(path, TOO_LARGE))

    def is_wanted(module: Module, finding: Finding) -> bool:
        return settings.wants(finding.code) and not is_suppressed(module.lines, finding) and wanted(module, finding)

    files = {path: File(source, path, settings)}
    for task in work_of(files, index_of(files, []).graph()).tasks:
        project = open_project(settings)
        project.give(path, source)
        project.graph = task.graph
        [result] = fix_files([path], project, lambda _: is_wanted, written)
    return result


def sentence(finding: Finding) -> str:
    """A finding in one line, with why it is not repaired."""
    reason = f" (not fixed: {inert(finding.refusal)})" if finding.refusal else ""
    return f"{finding.code} {inert(finding.message)}{reason}"
