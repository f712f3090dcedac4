"""Context variables: what a layer puts into one, the functions that it calls and the layers inside it find there."""

from __future__ import annotations

from codemod.machine import Machine
from codemod.values import NONE, UNKNOWN, Arguments, External, Instance, Value

CONTEXT_VARIABLE = "contextvars.ContextVar"


def call_variable(machine: Machine, variable: Instance, name: str, arguments: Arguments) -> Value:
    """`variable.set(value)` gives a token that holds what was there before, and `reset(token)` puts that back."""
    held = machine.context.get(variable)
    given = arguments.positional[0] if arguments.positional else None
    if name == "set" and given is not None:
        machine.context = {**machine.context, variable: given}
        return Instance(External("contextvars.Token"), Arguments(() if held is None else (held,)), variable.node)
    if name == "reset":
        before = given.arguments.positional if isinstance(given, Instance) else ()
        rest = {one: value for one, value in machine.context.items() if one is not variable}
        machine.context = {**rest, variable: before[0]} if before else rest
        return NONE
    if name == "get":
        return held or given or variable.arguments.get(None, "default") or UNKNOWN
    return UNKNOWN
