"""Templates that are rendered with the request: what they are given besides, and what their own text asks the request for.

A layer that answers with a page (`templates.TemplateResponse(request, "error.html")`) runs the context processors of the templates,
and whatever the text says of `request.session`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterable, Iterator

from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.scope import is_scope
from codemod.interpreter.values import (
    UNKNOWN,
    Arguments,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Instance,
    Value,
    alternatives,
    constant,
)
from codemod.library_names import last_name
from codemod.project.nodes import nodes_in
from codemod.project.roots import project_folder

_DEEP = 8  # templates that extend or include each other
_COMMENT = re.compile(rb"\{#.*?#\}|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_CODE = re.compile(rb"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_ASKS = rb"\b%s\s*(?:\.\s*(?:scope\s*\[\s*)?|\[\s*)['\"]?(session|user|auth)\b"
_HANDED_ON = rb"\b%s\b(?!\s*[.\[])"  # to a function, which may ask it for anything
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


def ask(
    machine: Machine, texts: Iterable[bytes], node: ast.AST, frame: Frame, names: Iterable[str] = ("request",)
) -> None:
    """Tell what the code in templates asks the request for, which has one of these ``names`` there."""
    found = {match.decode() for name in names for match in found_in(texts, _ASKS, name)}
    for key in sorted(found):
        machine.observe("use", key, node, frame, "AssertionError")


def found_in(texts: Iterable[bytes], pattern: bytes, name: str) -> list[bytes]:
    """What a pattern with a name in it finds in the code of templates."""
    asks = re.compile(pattern % re.escape(name.encode()))
    return [match for text in texts for code in _CODE.findall(text) for match in asks.findall(b"".join(code))]


def texts_of(machine: Machine, templates: Instance, name: str, frame: Frame) -> Iterator[bytes]:
    """The text of a template, and of those that it extends or includes; nothing where they are not found."""
    folders = [*folders_of(templates, frame, "directory")]
    return (text for text in reached(lambda one: read_in(machine, folders, one), name) if text is not None)


def read_in(machine: Machine, folders: list[str], name: str) -> bytes | None:
    """The text of a template in the first of these folders that has it."""
    sources = (machine.modules.project.source_of(os.path.join(folder, *name.split("/"))) for folder in folders)
    return next((source for source in sources if source is not None), None)


def reached(load: Callable[[str], bytes | None], name: str) -> Iterator[bytes | None]:
    """The text of a template, and of those that it extends or includes, without comments; None for one that is not found."""
    queue, seen = [name], {name}
    while queue and len(seen) < _DEEP:
        source = load(queue.pop())
        text = None if source is None else _COMMENT.sub(b"", source)
        yield text
        others = {os.fsdecode(other) for other in _OTHER.findall(text or b"")} - seen
        seen |= others
        queue += others


def folders_of(templates: Instance, frame: Frame, keyword_name: str) -> Iterator[str]:
    """Where templates may lie: the folder that was named, below that of the file or one above it, up to that of the project."""
    given = templates.node.args[:1] if isinstance(templates.node, ast.Call) else []
    keywords = templates.node.keywords if isinstance(templates.node, ast.Call) else []
    given += [keyword.value for keyword in keywords if keyword.arg == keyword_name]
    value = templates.arguments.get(0, keyword_name)
    names = [value.value] if isinstance(value, Constant) and isinstance(value.value, str) else []
    # `str(HERE / "templates")`
    parts = (part.value for node in given for part in nodes_in(node) if isinstance(part, ast.Constant))
    names += [part for part in parts if isinstance(part, str) and not names]
    path = os.path.abspath(frame.module.path)
    top, here = project_folder(path), os.path.dirname(path)
    for name in names:
        yield os.path.join(here, name)
        above = here
        while above != top and os.path.dirname(above) != above:
            above = os.path.dirname(above)
            yield os.path.join(above, name)


# Templates of Jinja that the program renders itself


def call_jinja(
    machine: Machine, owner: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """`env.get_template("down.html").render(request=request)`; None where what the text asks for is not known."""
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if name in ("get_template", "from_string"):
        template = Instance(External("jinja2.Template"), Arguments((first,)), node, machine.chain)
        template.attributes = {_ENVIRONMENT: owner, _IS_TEXT: constant(name == "from_string")}
        return template
    if not machine.following or name not in ("render", "render_async") or not is_given_request(arguments):
        return None
    texts = [*texts_rendered(machine, owner, frame)]
    known, names = [text for text in texts if text is not None], names_of_request(arguments)
    if len(known) < len(texts) or any(found_in(known, _HANDED_ON, one) for one in names):
        return None
    ask(machine, known, node, frame, names)
    return UNKNOWN


_ENVIRONMENT, _IS_TEXT = "\0environment", "\0text"


def names_of_request(arguments: Arguments) -> list[str]:
    """What the request is called in a template: the names that it is given under, also in a dict."""
    given = [*arguments.named]
    for value in arguments.positional:
        given += value.items.items() if isinstance(value, DictObject) else ()
    return [name for name, value in given if any(map(is_scope, alternatives(value)))]


def texts_rendered(machine: Machine, template: Instance, frame: Frame) -> Iterator[bytes | None]:
    """The text of a template of Jinja, and of those that it extends or includes; None for one that is not known."""
    environment, first = template.attributes.get(_ENVIRONMENT), template.arguments.get(0, "source")
    if not isinstance(first, Constant) or not isinstance(first.value, str):
        return iter([None])
    loader = environment.arguments.get(None, "loader") if isinstance(environment, Instance) else None
    is_text = template.attributes.get(_IS_TEXT) != constant(False)

    def load(name: str) -> bytes | None:
        return name.encode() if is_text and name is first.value else loaded(machine, loader, name, frame)

    return reached(load, first.value)


def loaded(machine: Machine, loader: Value | None, name: str, frame: Frame) -> bytes | None:
    """The text that a loader has for a name: `DictLoader({...})`, `FileSystemLoader("templates")`."""
    kind = last_name(loader.cls.dotted) if isinstance(loader, Instance) and isinstance(loader.cls, External) else ""
    if not isinstance(loader, Instance) or kind not in ("DictLoader", "FileSystemLoader"):
        return None
    if kind == "FileSystemLoader":
        return read_in(machine, [*folders_of(loader, frame, "searchpath")], name)
    texts = loader.arguments.get(0, "mapping")
    text = texts.items.get(name) if isinstance(texts, DictObject) else None
    return text.value.encode() if isinstance(text, Constant) and isinstance(text.value, str) else None
