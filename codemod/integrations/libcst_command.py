"""A command of libcst: `python -m libcst.tool codemod -x --no-format codemod.integrations.libcst_command.SessionOrder app.py`."""

from __future__ import annotations

import libcst
from libcst.codemod import CodemodCommand

from codemod.integrations.one_file import parsed, result_of, sentence, source_of
from codemod.reports.inert import inert

STDIN = "-"


class NotChecked(Exception):
    """A file that could not be checked; the text is one sentence for the user."""


class SessionOrder(CodemodCommand):
    """Makes of a file what `sessfix --write` makes of it, and warns of what is left."""

    DESCRIPTION = "Moves session middleware that is registered in the wrong order, as `sessfix --write` does."

    def transform_module_impl(self, tree: libcst.Module) -> libcst.Module:
        """The module as it is to be written; raises NotChecked, which makes the tool leave the file alone and say so."""
        path = self.context.filename or STDIN
        result = result_of(source_of(tree, path), path)
        if result.problem:
            raise NotChecked(inert(result.problem.message))
        for finding in result.remaining:
            row, column = finding.place.start
            self.warn(f"{inert(path)}:{row}:{column}: {sentence(finding)}")
        return parsed(result.after)
