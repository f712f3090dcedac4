"""Entry points that a program makes itself: `EntryPoint("audit", "plugins:install", "app.plugins").load()(app)`."""

from __future__ import annotations

import ast

from codemod.interpreter.machine import Machine
from codemod.interpreter.values import UNKNOWN, Arguments, Constant, External, Frame, Instance, Value, constant
from codemod.libraries.imports import resolve_name

_NAMES = ("name", "value", "group")


def make_entry_point(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """It has what it is given, and can not be changed."""
    made = Instance(External("importlib.metadata.EntryPoint"), arguments, node, machine.chain)
    for place, name in enumerate(_NAMES):
        made.attributes[name] = arguments.get(place, name) or UNKNOWN
        made.settled |= {name} if {place, name} & arguments.settled else frozenset()
    return made


def call_entry_point(
    machine: Machine, point: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """What `load()` gives: that which the value names, `"plugins:install [extra]"`, or a whole module."""
    told = point.attributes.get("value")
    if name != "load" or not isinstance(told, Constant) or not isinstance(told.value, str):
        return UNKNOWN
    module, _, attribute = told.value.partition("[")[0].replace(" ", "").partition(":")
    return resolve_name(machine, Arguments((constant(f"{module}:{attribute}"),)), node, frame)
