"""A rule of Fixit: `fixit --rules codemod.integrations.fixit_rule:SessionOrder lint app.py`."""

from __future__ import annotations

import libcst
from fixit import CodePosition, CodeRange, Invalid, LintRule, Valid
from fixit.ftypes import LintIgnoreRegex
from libcst.metadata import FilePathProvider, PositionProvider

from codemod.integrations.one_file import parsed, result_of, sentence, source_of
from codemod.model import Finding, Location
from codemod.project.module import Module
from codemod.reports.inert import inert

_RIGHT = """\
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def require_login(request: Request, call_next):
    print(request.session)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key")
"""
_LAYER = 'app.add_middleware(SessionMiddleware, secret_key="key")\n'
_WRONG = _RIGHT.replace("\n\n" + _LAYER, "").replace("app = FastAPI()\n", "app = FastAPI()\n" + _LAYER)


class SessionOrder(LintRule):
    """Session middleware that is registered in the wrong order; the fix of each finding makes what `sessfix --write` makes."""

    METADATA_DEPENDENCIES = (FilePathProvider, PositionProvider)
    VALID = [Valid(_RIGHT), Valid(_WRONG.replace('"key")', '"key")  # lint-ignore: SessionOrder'))]
    INVALID = [Invalid(_WRONG, expected_replacement=_RIGHT)]

    def visit_Module(self, node: libcst.Module) -> None:
        """Report what is wrong in the file. A move concerns two places at once: what is replaced is the module."""
        path = str(self.get_metadata(FilePathProvider, node))
        source = source_of(node, path)
        result = result_of(source, path, self._is_wanted)
        after = parsed(result.after) if result.changed else None
        # Fixit writes a file of which something is reported, though nothing in it is replaced.
        kept = parsed(source) if after is None and node.bytes != source else None
        if result.problem:
            where = result.problem.location or Location(1, 1)
            self.report(
                node, f"not checked: {inert(result.problem.message)}", position=_range(where, where), replacement=kept
            )
        for finding in result.findings:
            place = _range(finding.place.start, finding.place.end)
            self.report(node, sentence(finding), position=place, replacement=after if finding.fix else kept)

    def _is_wanted(self, module: Module, finding: Finding) -> bool:
        """Whether no comment of Fixit on the registration, or right above it, silences the finding."""
        first, last = finding.place.start.row - 1, finding.place.end.row
        while first > 0 and module.lines[first - 1].strip()[:1] in ("", "#"):
            first -= 1
        for line in module.lines[first:last]:
            for _, names in LintIgnoreRegex.findall(line):
                if not names or {name.strip().removesuffix("Rule") for name in names.split(",")} & {
                    self.name,
                    self.name.lower(),
                }:
                    return False
        return True


def _range(start: Location, end: Location) -> CodeRange:
    """A place as libcst counts: columns from 0."""
    return CodeRange(CodePosition(start.row, start.column - 1), CodePosition(end.row, end.column - 1))
