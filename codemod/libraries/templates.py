"""Templates that are rendered with the request: what they are given besides, and what their own text asks the request for.

A layer that answers with a page (`templates.TemplateResponse(request, "error.html")`) runs the context processors of the templates,
and whatever the text says of `request.session`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator

from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.scope import is_scope
from codemod.interpreter.values import (
    UNKNOWN,
    Arguments,
    Connection,
    Constant,
    DictObject,
    Frame,
    Instance,
    Value,
    alternatives,
)
from codemod.project.roots import project_folder

_DEEP = 8  # templates that extend or include each other
_COMMENT = re.compile(rb"\{#.*?#\}|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_CODE = re.compile(rb"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_ASKS = re.compile(rb"\brequest\s*(?:\.\s*(?:scope\s*\[\s*)?|\[\s*)['\"]?(session|user|auth)\b")
_OTHER = re.compile(rb"\{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")


def call_templates(
    machine: Machine, templates: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`templates.TemplateResponse(request, "error.html", {...})`, or with the request in what it is given, as it was before."""
    if name == "TemplateResponse" and machine.following and is_given_request(arguments):
        for processor in items_of(templates.arguments.get(None, "context_processors") or UNKNOWN) or ():
            machine.complete(processor.value, Arguments((Connection(),)), node, frame)
        for value in (*arguments.positional[:2], *(value for key, value in arguments.named if key == "name")):
            if isinstance(value, Constant) and isinstance(value.value, str):
                ask(machine, texts_of(machine, templates, value.value, frame), node, frame)
    return UNKNOWN


def is_given_request(arguments: Arguments) -> bool:
    """Whether the request is among the arguments, or in a dict that is."""
    return any(
        is_scope(part) or (isinstance(part, DictObject) and is_scope(part.items.get("request", UNKNOWN)))
        for value in arguments.all()
        for part in alternatives(value)
    )


def ask(machine: Machine, texts: Iterator[bytes], node: ast.AST, frame: Frame) -> None:
    """Tell what the code in templates asks the request for."""
    found = {
        match[1].decode() for text in texts for code in _CODE.findall(text) for match in _ASKS.finditer(b"".join(code))
    }
    for key in sorted(found):
        machine.observe("use", key, node, frame, "AssertionError")


def texts_of(machine: Machine, templates: Instance, name: str, frame: Frame) -> Iterator[bytes]:
    """The text of a template, and of those that it extends or includes; nothing where they are not found."""
    queue, seen = [name], {name}
    folders = [*folders_of(templates, frame)]
    while queue and len(seen) < _DEEP:
        one = queue.pop()
        for folder in folders:
            source = machine.modules.project.source_of(os.path.join(folder, *one.split("/")))
            if source is not None:
                text = _COMMENT.sub(b"", source)
                yield text
                others = {os.fsdecode(other) for other in _OTHER.findall(text)} - seen
                seen |= others
                queue += others
                break


def folders_of(templates: Instance, frame: Frame) -> Iterator[str]:
    """Where templates may lie: the folder that was named, below that of the file or one above it, up to that of the project."""
    given = templates.node.args[:1] if isinstance(templates.node, ast.Call) else []
    keywords = templates.node.keywords if isinstance(templates.node, ast.Call) else []
    given += [keyword.value for keyword in keywords if keyword.arg == "directory"]
    value = templates.arguments.get(0, "directory")
    names = [value.value] if isinstance(value, Constant) and isinstance(value.value, str) else []
    # `str(HERE / "templates")`
    parts = (part.value for node in given for part in ast.walk(node) if isinstance(part, ast.Constant))
    names += [part for part in parts if isinstance(part, str) and not names]
    path = os.path.abspath(frame.module.path)
    top, here = project_folder(path), os.path.dirname(path)
    for name in names:
        yield os.path.join(here, name)
        above = here
        while above != top and os.path.dirname(above) != above:
            above = os.path.dirname(above)
            yield os.path.join(above, name)
