"""How the machine follows calls: functions, classes, objects."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import is_layer, linearized, members_of_enum
from codemod.interpreter.conditions import call_special
from codemod.interpreter.constant_conditions import settled_defaults
from codemod.interpreter.containers import rows_of, united
from codemod.interpreter.descriptions import is_from_file, is_view, made_from
from codemod.interpreter.kinds import is_of
from codemod.interpreter.literals import is_made_over, is_only_unpacked, rebound_in_order
from codemod.interpreter.machine import CALLS, Call, Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.tables import takes_of_table
from codemod.interpreter.unseen import change, change_given, is_only_asked
from codemod.interpreter.values import (
    CONTAINERS,
    NONE,
    UNKNOWN,
    WHOLE,
    Alternatives,
    Application,
    Arguments,
    BaseMethod,
    Class,
    Condition,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Imported,
    Inner,
    Instance,
    Item,
    KeyValue,
    Layer,
    Lazy,
    ListObject,
    ModuleValue,
    Native,
    Partial,
    Registrar,
    Scope,
    StackList,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    frame_of,
    join,
    shifted,
)
from codemod.interpreter.walking import decorators_of, rebound_names, targets_in
from codemod.library_names import APPLICATIONS, BARE, INITIALIZERS, MODEL_VALIDATOR, is_connection_class
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")

_LOOKED_THROUGH = (24, 8, 3, 3)  # parts of a value, of each of them, and so on
_DEPTH = 30  # calls of a function inside of each other
_LINKS = 12  # objects of a chain of responsibility
_REQUEST = frozenset({"scope", "response", "body_iterator"})

# Functions


def call_function(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """Run the body of a function with these arguments; what it returns is the join of its returns."""
    if function.node in machine.variants:
        return call_variant(machine, function, arguments, node, frame)
    if not machine.following and is_cached(function):  # another request finds what was kept, the first one makes it
        return call_cached(machine, function, arguments, node, frame)
    return follow(machine, function, arguments, node, frame)


def call_cached(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """What a function with a cache gave when it was called so before; where its arguments are not known, it may be any of that."""
    results = machine.cached.setdefault((function.node, id(function.bound)), {})
    size = cache_size(function)
    key = cache_key(arguments) if size is not None else None
    kept = results.get(key) or results.get(None)
    if kept is not None:
        was_made = machine.cached_under.get((function.node, id(function.bound), key))
        # Else this call may be the first one, which runs it.
        is_recalled = was_made is not None and was_made <= machine.conditions
        calls = machine.recalled if is_recalled else machine.inlined
        calls.append((machine.chain, function, frame_of_call(machine, function, arguments, frame)))
        if key in results:
            results[key] = results.pop(key)  # it was asked for last
        return kept
    made = follow(machine, function, arguments, node, frame)
    made = made if key is not None else join([*results.values(), made])
    results[key] = made
    if key is not None:
        machine.cached_under[function.node, id(function.bound), key] = machine.conditions
    if key is not None and size is not None and len(results) > size:
        # What was not asked for for the longest time is forgotten.
        forgotten = next(iter(results))
        machine.cached_under.pop((function.node, id(function.bound), forgotten), None)
        del results[forgotten]
    return made


def cache_key(arguments: Arguments) -> object:
    """What tells the calls of a function apart for its cache; None where it is not known. It takes 1 and True to be the same."""
    if arguments.open or not all(isinstance(value, Constant) for value in arguments.all()):
        return None
    positional = tuple(value.value for value in arguments.positional if isinstance(value, Constant))
    return positional, tuple((name, value.value) for name, value in arguments.named if isinstance(value, Constant))


@once
def _cache_size(function: ast.AST) -> int | None:
    for part in getattr(function, "decorator_list", []):
        match part:
            case ast.Call(args=[], keywords=[]):
                pass
            case ast.Call(args=[ast.Constant(value=size)], keywords=[]):
                return sys.maxsize if size is None else size if isinstance(size, int) else None
            case ast.Call(args=[], keywords=[ast.keyword(arg="maxsize", value=ast.Constant(value=size))]):
                return sys.maxsize if size is None else size if isinstance(size, int) else None
            case ast.Call():
                return None
    return _ROOM


def cache_size(function: Function) -> int | None:
    """How many results its cache keeps, `@cache` as many as any program needs; None where that is not known."""
    return _cache_size(function.node)


_ROOM = 128  # of a cache that is not told how much


def call_variant(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`functools.singledispatch`: by the class of the first argument; where that is not known, any of them."""
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    variants = variants_for(machine, machine.variants[function.node], first)
    chosen = [function, *(part for _, part in machine.variants[function.node])] if variants is None else variants
    chosen = [part._replace(bound=function.bound) for part in chosen or [function]]
    choice, results = f"{machine.activation()}: variant of {id(function.node)}", []
    for index, part in enumerate(chosen):
        with machine.under(*([Condition(choice, str(index), arms=len(chosen))] if len(chosen) > 1 else [])):
            results.append(follow(machine, part, arguments, node, frame))
    return join(results)


def variants_for(machine: Machine, variants: list[tuple[Value, Function]], value: Value) -> list[Function] | None:
    """Those of the functions that is called for a value: none where it is that for any other; None where that is not known."""
    outcomes = [is_of(machine, value, cls) for cls, _ in variants]
    if None in outcomes:
        return None
    fitting = [variant for variant, outcome in zip(variants, outcomes, strict=True) if outcome]
    order = linearized(value.cls) if isinstance(value, Instance) else ()
    nearest = [cls for cls in order if any(cls is one for one, _ in fitting)]
    return [function for cls, function in fitting if not nearest or cls is nearest[0]][-1:]


def is_cached(function: Function) -> bool:
    """`@lru_cache`, `@cache`: the second call gives what the first one gave."""
    names = decorators_of(function.node)
    return "cache" in names or "lru_cache" in names


def follow(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    key = memory_key(machine, function, arguments, frame)
    if key is not None and key in machine.memory:
        return machine.memory[key]
    machine.is_cut = machine.is_cut or len(machine.calls) >= CALLS
    if len(machine.calls) >= CALLS or not machine.may_follow or _is_cycle(machine, function):
        change_given(machine, arguments if function.bound is None else arguments.after(function.bound), node)
        return UNKNOWN
    inner = frame_of_call(machine, function, arguments, frame)
    if not machine.following:
        machine.inlined.append((machine.chain, function, inner))
    is_asking = not machine.thorough and not is_interesting(machine, function, arguments)
    if is_asking and not (machine.is_wanted or may_ask(machine, function)):
        return UNKNOWN
    if machine.has_asked_enough and is_left_out(machine, function, arguments):
        return UNKNOWN
    name = getattr(function.node, "name", "<lambda>")
    saved = machine.calls
    machine.calls = (*saved, Call(name, node, frame.module, function.node, origin_of(function), machine.conditions))
    grown = len(machine.grown)
    if not machine.following:
        machine.executed.add(function.node)
    elif speaks_of_request(function.node):
        machine.served.append((function, inner))
    try:
        with bounded(machine, function, arguments, is_asking):
            result = _run(machine, function, inner)
    finally:
        machine.calls = saved
    if function.node in machine.cycled and not any(call.function is function.node for call in saved):
        machine.cycled.discard(function.node)
        for owner in machine.grown[grown:]:
            owner.scramble()  # what those calls put there that are not followed, and where, is not known
    if key is not None and not isinstance(result, Lazy):  # each call gives another one
        machine.memory[key] = result
    return result


def is_left_out(machine: Machine, function: Function, arguments: Arguments) -> bool:
    """Whether a call is not followed when those that register nothing have had their share of the steps.

    Of a library it is not known which of its functions register something, nor of one that is given an application.
    """
    if function.frame.module.is_library or any(isinstance(value, Application) for value in arguments.all()):
        return False
    return not (machine.is_wanted or sets(function) or may_register(machine, function, arguments))


def bounded(
    machine: Machine, function: Function, arguments: Arguments, is_asking: bool
) -> AbstractContextManager[None]:
    """How far a call may be followed: to its end when it may register something, or does something with a request."""
    if is_asking:
        return machine.asking()
    if is_of_no_concern(machine, function, arguments):
        return machine.sparing()
    if not machine.following and not machine.thorough and not may_register(machine, function, arguments):
        return machine.asking()
    return nullcontext()


def closes_over_registering(machine: Machine, function: Function) -> bool:
    """Whether an inner function may call one that registers: what a decorator of another module makes of `make_app`."""
    if function.frame.kind != "function":
        return False
    known = machine.modules.project.graph.handles
    return any(isinstance(value, Function) and registers(value, known) for value in function.frame.names.values())


def is_interesting(machine: Machine, function: Function, arguments: Arguments) -> bool:
    """Whether a call can matter: the function has a word of ours in it, or it is given something that matters."""
    if sets(function):
        return True  # what it sets may be asked for later
    if not machine.following and sets_for_others(function.node) and not function.frame.module.is_library:
        return True
    if not machine.following and getattr(function.node, "name", "") in function.frame.module.mentioning:
        return True
    if machine.following and handles_cookies(function.node):
        return True
    given = (*arguments.all(), *((function.bound,) if function.bound is not None else ()))
    if is_relevant(function) or any(matters(value) for value in given) or names_application(machine, function):
        return True
    if not machine.following and (gives_function(function.node) or closes_over_registering(machine, function)):
        return True
    return takes_of_table(machine, function)


SETTING = frozenset(
    {*INITIALIZERS, "__new__", "__set_name__", "__init_subclass__", "__setattr__", "__setitem__", "__set__"}
)


def sets(function: Function) -> bool:
    """Whether a function is one that Python, or a library, calls to make an object or class, or to set something of it."""
    return getattr(function.node, "name", "") in SETTING or is_setter(function.node) or is_validator(function.node)


@once
def is_validator(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """`@model_validator(mode="after")`."""
    return MODEL_VALIDATOR in decorators_of(node)


def is_setter(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """`@key.setter`."""
    decorators = () if isinstance(node, ast.Lambda) else node.decorator_list
    return any(isinstance(part, ast.Attribute) and part.attr == "setter" for part in decorators)


_FEW = 6  # statements: who only turns a switch needs no more


@once
def sets_for_others(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether all that a function does is to set a name of its module, or an item of a dict of it: a test may ask for that."""
    if isinstance(node, ast.Lambda) or len(node.body) > _FEW:
        return False
    found = [target for statement in node.body for target in targets_in(statement)]
    is_global = any(isinstance(statement, ast.Global) for statement in node.body)
    return is_global or any(
        isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name) and one.value.id not in rebound_names(node)
        for one in found
    )


@once
def gives_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function gives back a function that it defines: a decorator with arguments."""
    if isinstance(node, ast.Lambda):
        return isinstance(node.body, ast.Lambda)
    own = {part.name for part in node.body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return any(
        isinstance(part, ast.Return)
        and (isinstance(part.value, ast.Lambda) or (isinstance(part.value, ast.Name) and part.value.id in own))
        for part in node.body
    )


def may_register(machine: Machine, function: Function, arguments: Arguments) -> bool:
    """Whether a call may register something: what is called does, or it is given a function or class that does."""
    known = machine.modules.project.graph.handles
    if registers(function, known) or any(handles(value, known) for value in arguments.all()):
        return True
    return names_application(machine, function)


def registers(function: Function, known: frozenset[str]) -> bool:
    """Whether a function is one that registers something when it is called, as far as its name tells."""
    module, node = function.frame.module, function.node
    if isinstance(node, ast.Lambda) or (function.owner is None and function.frame.kind != "module"):
        return bool(module.registering)
    if function.owner is not None:
        is_special = node.name.startswith("__")
        return function.owner.node.name in module.registering if is_special else node.name in known
    return node.name in module.registering


def handles(value: Value, known: frozenset[str], depth: int = 0) -> bool:
    """Whether a value is, or holds, a function or class that registers."""

    def any_of(values: Iterable[Value], further: int = 1) -> bool:
        return any(handles(part, known, depth + further) for part in some(values, depth))

    match value:
        case Function():
            return registers(value, known)
        case Class(node=node, frame=frame):
            return node.name in frame.module.registering or node.name in frame.module.ends
        case Instance(cls=cls):
            return isinstance(cls, Class) and handles(cls, known)
        case Alternatives(values):
            return any_of(values, 0)
        case Lazy(given=parts, function=function):
            return (function is not None and registers(function, known)) or any_of(parts)
        case ListObject() | TupleValue():
            return depth < 3 and any_of([item.value for item in some(value.items, depth)])
        case DictObject(items=parts):
            return depth < 3 and any_of(parts.values())
        case External(dotted):
            return "iddleware" in dotted
        case Partial(function, arguments):
            return handles(function, known, depth) or any_of(arguments.all())
    return isinstance(value, (StackList, Registrar, Layer))


def may_ask(machine: Machine, function: Function) -> bool:
    """Whether a function may ask for a request that a context variable or a list holds: it is looked through for a while."""
    if not machine.following or function.frame.module.is_library:
        return False
    return machine.is_kept or any(map(carries, machine.context.values()))


def names_application(machine: Machine, function: Function) -> bool:
    """Whether a function that is given nothing has a word for an application of its module, `def boot(): install(app)`, for a layer, or
    for a registry of what registers or makes one: `return FACTORIES[name]()`.
    """
    module = function.frame.module
    if machine.following or module.is_library or isinstance(function.node, ast.Lambda):
        return False
    words = module.facts.words_by_definition.get(function.node.name, set())
    if module.registering or module.facts.may_give_layers:
        for word in sorted(words & module.waiting.keys()):  # of a module that is run name by name
            machine.global_of(module, word)
    return any(is_application(machine, frame_of(module).names[word]) for word in words & frame_of(module).names.keys())


def is_application(machine: Machine, value: Value) -> bool:
    if isinstance(value, Imported) and (value.module.registering or value.module.facts.may_give_layers):
        value = machine.resolved(value)
    if isinstance(value, Class):
        return is_layer(value)
    return isinstance(value, (Application, Wrapped)) or is_registry_of(value, machine.modules.project.graph.handles)


def is_registry_of(value: Value, known: frozenset[str]) -> bool:
    """Whether a list or dict has a function or class that registers, or makes an application."""
    match value:
        case ListObject() | TupleValue():
            parts: Iterable[Value] = [item.value for item in some(value.items, 0)]
        case DictObject(items=items):
            parts = some(items.values(), 0)
        case _:
            return False
    return any(
        handles(part, known)
        or (isinstance(part, External) and part.dotted in APPLICATIONS)
        or (isinstance(part, Class) and is_layer(part))
        for part in parts
    )


def is_of_no_concern(machine: Machine, function: Function, arguments: Arguments) -> bool:
    """Whether a library is called with nothing that it could register or be registered on, or that leads to the request."""
    is_new = getattr(function.node, "name", "") == "__init__"
    given = arguments.all() if is_new or function.bound is None else (*arguments.all(), function.bound)
    return function.frame.module.is_library and not any(map(carries if machine.following else matters, given))


@once
def handles_cookies(function: ast.AST) -> bool:
    """Whether a function says a cookie, or headers."""
    return any(
        "ookie" in word or "headers" in word
        for node in nodes_in(function)
        for word in (getattr(node, "attr", None), getattr(node, "value", None), getattr(node, "id", None))
        if isinstance(word, str)
    )


@once
def speaks_of_request(function: ast.AST) -> bool:
    """Whether a function has a word for headers, for their owner or for the scope: what it does with all of them is asked later."""
    words = (getattr(node, "id", None) or getattr(node, "attr", None) for node in nodes_in(function))
    return handles_cookies(function) or not _REQUEST.isdisjoint(filter(None, words))


def is_relevant(function: Function) -> bool:
    module = function.frame.module
    if isinstance(function.node, ast.Lambda) or function.frame.kind == "function":
        return module.facts.is_relevant
    return module.facts.is_relevant and function.node.name in module.facts.relevant


def some(parts: Iterable[T], depth: int) -> Iterable[T]:
    """As many parts of a value as are looked through: nobody writes hundreds of layers, and a registry has thousands of things."""
    return islice(parts, _LOOKED_THROUGH[depth])


def matters(value: Value, depth: int = 0) -> bool:
    match value:
        case External(dotted):
            return "iddleware" in dotted
        case Unknown() | Constant() | ModuleValue() | Imported():
            return False
        case Instance():
            if isinstance(value.cls, Class) and value.cls.node.name in value.cls.frame.module.facts.relevant:
                return True
            return depth < 2 and any(matters(part, depth + 1) for part in some(value.attributes.values(), depth))
        case Alternatives(values):
            return any(matters(part, depth) for part in some(values, depth))
        case ListObject() | TupleValue():
            return depth < 3 and any(matters(item.value, depth + 1) for item in some(value.items, depth))
        case DictObject():
            return depth < 3 and any(matters(part, depth + 1) for part in some(value.items.values(), depth))
    return True


def carries(value: Value, depth: int = 0) -> bool:
    """Whether the request can be reached through a value; a function may have it in its frame."""
    match value:
        case Scope() | Connection() | Inner() | KeyValue() | Function() | Partial() | BaseMethod():
            return True
        case Lazy(given=parts):
            return depth < 3 and any(carries(part, depth + 1) for part in some(parts, depth))
        case Alternatives(values):
            return any(carries(part, depth) for part in some(values, depth))
        case Instance(attributes=parts) | DictObject(items=parts):
            return depth < 3 and any(carries(part, depth + 1) for part in some(parts.values(), depth))
        case ListObject() | TupleValue():
            return depth < 3 and any(carries(item.value, depth + 1) for item in some(value.items, depth))
    return False


def memory_key(machine: Machine, function: Function, arguments: Arguments, frame: Frame) -> object:
    """What the outcome of a call depends on while a layer is followed; None when it must be run each time."""
    if not machine.following:
        return None
    kinds = tuple(type(value) for value in arguments.all())
    context = tuple((variable, type(value)) for variable, value in machine.context.items() if carries(value))
    is_off = machine.is_off
    key = (function, arguments, kinds, frame.present, machine.late, machine.caught, context, is_off)
    try:
        hash(key)
    except TypeError:  # a tuple whose elements have a place in a list of statements
        return None
    return key


def _is_cycle(machine: Machine, function: Function) -> bool:
    """A function that calls itself is followed twice: with the arguments of the caller, and with its own.

    In a request, a method again for each object of those that the program made one by one: `self.successor.handle(request)`.
    """
    again = [call for call in machine.calls if call.function is function.node]
    if not machine.following and len(again) >= 2:
        # One that is certain ends where that of the program does.
        is_left = len(again) >= _DEPTH or not machine.conditions <= again[0].conditions
        machine.cycled |= {function.node} if is_left else set()
        return is_left
    if len(again) < 2 or not machine.following or not isinstance(function.bound, Instance):
        return len(again) >= 2
    return len(again) >= _LINKS or sum(call.origin is function.bound.node for call in again) >= 2


def origin_of(function: Function) -> ast.AST | None:
    return function.bound.node if isinstance(function.bound, Instance) else None


def frame_of_call(machine: Machine, function: Function, arguments: Arguments, caller: Frame) -> Frame:
    frame = Frame(function.frame.module, function.frame, "function")
    frame.present = caller.present
    frame.owner, frame.this = function.owner, function.bound
    bind_parameters(machine, function, arguments, frame)
    frame.arguments = arguments
    frame.node, frame.settled = function.node, settled_parameters(machine, function, arguments)
    frame.derived = {name: frame.names[name] for name in frame.settled & rebound_in_order(function.node)}
    return frame


def settled_parameters(machine: Machine, function: Function, arguments: Arguments) -> frozenset[str]:
    """The parameters that this call settles: those that it gives, for nothing else in the function binds them.

    While a layer is followed, and of a constructor, those that it leaves at their default as well: before that, another caller may
    give another value.
    """
    spec = function.node.args
    names = [parameter.arg for parameter in (*spec.posonlyargs, *spec.args)]
    first = function.bound is not None
    settled = shifted(arguments.settled, first)
    known = {*names, *(parameter.arg for parameter in spec.kwonlyargs)}  # any other keyword is one of `**options`
    given = {names[one] for one in settled if isinstance(one, int) and one < len(names)}
    given |= {one for one in settled if isinstance(one, str) and one in known}
    given |= {*names[:first]}
    if spec.vararg and WHOLE in settled:
        given.add(spec.vararg.arg)
    if spec.kwarg:  # each item is asked for itself
        given.add(spec.kwarg.arg)
    if is_made_over(function.node):
        given = {*names[:first]}
    elif WHOLE in settled:
        named = {*names[: len(arguments.positional) + first], *dict(arguments.named)}
        given |= settled_defaults(machine, function) - named
    return frozenset(given)


def _run(machine: Machine, function: Function, frame: Frame) -> Value:
    if isinstance(function.node, ast.Lambda):
        return machine.evaluate(function.node.body, frame)
    conditions, caught = machine.conditions, machine.caught
    frame.conditions = conditions
    frame.turn = machine.activation()
    ended = machine.execute_block(function.node.body, frame, frame.turn)
    machine.conditions, machine.caught = conditions, caught
    if frame.paused:
        machine.paused = frame.paused
        _scramble_resumed(machine, function, frame)
        machine.context = frame.context  # who goes through it, or enters it, is at its first `yield`
    if frame.yields:
        return ListObject(frame.yields)
    if not ended:
        frame.returns.append(NONE)
    made = join(frame.returns)
    if len(frame.returns) > 1 and not machine.following:
        machine.choose(made, [*zip(frame.returns, frame.returned, strict=False)])
    return made


def _scramble_resumed(machine: Machine, function: Function, frame: Frame) -> None:
    """What a context manager registers below its `yield` comes after the body of the `with`, which is not followed."""
    if not any(name.endswith("contextmanager") for name in decorators_of(function.node, False)):
        return
    for application in machine.applications:
        resumed = any(slot.time > frame.paused for slot in application.slots)
        application.is_scrambled = application.is_scrambled or resumed


def bind_parameters(machine: Machine, function: Function, arguments: Arguments, frame: Frame) -> None:
    spec = function.node.args
    positional = list(arguments.positional)
    if function.bound is not None:
        positional.insert(0, function.bound)
    names = [parameter.arg for parameter in (*spec.posonlyargs, *spec.args)]
    if frame.this is None and function.owner is not None and positional:
        frame.this = positional[0]
    frame.names.update(function.defaults)
    for parameter in spec.kwonlyargs:
        frame.names.setdefault(parameter.arg, UNKNOWN)
    for name, value in zip(names, positional, strict=False):
        frame.names[name] = value
    known = {*names, *(parameter.arg for parameter in spec.kwonlyargs)}
    for keyword, value in arguments.named:
        if keyword in known:
            frame.names[keyword] = value
    for name in names:
        frame.names.setdefault(name, UNKNOWN)
    if spec.vararg:
        rest = tuple(Item(value, machine.chain, machine.conditions) for value in positional[len(names) :])
        frame.names[spec.vararg.arg] = TupleValue(rest, arguments.open)
    if spec.kwarg:
        extra = {keyword: value for keyword, value in arguments.named if keyword not in known}
        options = DictObject(extra, arguments.open)
        options.conditions = machine.conditions
        options.written = {name: value for name, value in extra.items() if name in arguments.settled}
        options.is_whole = WHOLE in arguments.settled
        if is_only_unpacked(function.node, spec.kwarg.arg):
            options.settled = arguments.settled & {*extra, WHOLE}
        frame.names[spec.kwarg.arg] = options


def call_partial(machine: Machine, function: Partial, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    first = function.arguments
    merged = Arguments(
        first.positional + arguments.positional,
        first.named + arguments.named,
        first.open or arguments.open,
        settled_together(first, arguments),
    )
    return machine.call(function.function, merged, node, frame)


def settled_together(first: Arguments, rest: Arguments) -> frozenset[int | str]:
    """What a partial and the call of it settle: the call has the last word, as far as it is seen."""
    later = shifted(rest.settled, len(first.positional))
    if WHOLE not in rest.settled:
        return later
    given = dict(rest.named)
    earlier = {one for one in first.settled if one not in given and one != WHOLE}
    return later - {WHOLE} | earlier | (first.settled & {WHOLE})


def call_alternatives(
    machine: Machine, function: Alternatives, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """Each of them is called, under the condition that it is this one."""
    chosen = [(machine.resolved(part), conditions) for part, conditions in machine.chosen(function)]
    chosen = [(part, conditions) for part, conditions in chosen if type(part) in machine.callers]
    parts = [part for part, _ in chosen]
    choice = _choice(parts) or _container_chosen(parts, node, frame)
    results, late, is_any_late = [], machine.late, machine.late
    for index, (part, conditions) in enumerate(chosen):
        own = conditions or ([Condition(choice, str(index), arms=len(parts))] if choice else [])
        machine.late = late  # one of them has not answered before another is called
        with machine.under(*own):
            results.append(machine.call(part, arguments, node, frame))
        is_any_late = is_any_late or machine.late
    machine.late = is_any_late
    return join(results)


def _choice(parts: list[Value]) -> str | None:
    """The test by which a program chooses one of these functions, or of the objects that have them: the same at each call."""
    functions = [part for part in parts if isinstance(part, Function)]
    if len(parts) < 2 or len(functions) < len(parts):
        return None  # methods of several applications: each has a stack of its own
    chosen = [id(part.node) if part.bound is None else id(part.bound) for part in functions]
    return f"choice of {chosen}" if len(set(chosen)) == len(chosen) else None


def _container_chosen(parts: list[Value], node: ast.AST, frame: Frame) -> str | None:
    """The test by which a program chooses one of several lists or dicts, to change it: another one each time it does."""
    owners = [id(part.owner) for part in parts if isinstance(part, Native) and isinstance(part.owner, CONTAINERS)]
    return f"{frame.turn}: one of {owners} at {id(node)}" if 1 < len(owners) == len(parts) else None


# Classes and objects


def find_member(
    machine: Machine, this: Value, name: str, classes: Sequence[Class | External], node: ast.AST, frame: Frame
) -> Value | None:
    """What a name means on an object of these classes, bound to the object."""
    for cls in classes:
        if isinstance(cls, Class):
            if name in cls.names:
                return bound(machine, machine.resolved(cls.names[name]), this, node, frame)
        elif cls.dotted in BARE:
            continue
        elif isinstance(this, Instance) and is_connection_class(cls.dotted):
            given = this.arguments.get(0, "scope")  # `AppRequest(scope)`, of `class AppRequest(Request)`
            if isinstance(given, (Scope, Connection)):
                return machine.attribute(Connection(copies=given.copies, is_given=given.is_given), name, node, frame)
            return BaseMethod(this, cls.dotted, name)
        elif isinstance(this, Instance) and not lacks(cls.dotted, name):
            return BaseMethod(this, cls.dotted, name)
    return None


def lacks(dotted: str, name: str) -> bool:
    """Whether objects of a class of Python's own have no such attribute: for `options.title` a `dict` runs its `__getattr__`."""
    kind = getattr(builtins, dotted.removeprefix("builtins."), None) if dotted.startswith("builtins.") else None
    return isinstance(kind, type) and not hasattr(kind, name)


def bound(
    machine: Machine, member: Value, this: Value, node: ast.AST, frame: Frame, is_of_metaclass: bool = False
) -> Value:
    """A function found on a class, as its object sees it: static, of the class, a property, or a method.

    A class is an object of its metaclass.
    """
    is_own = isinstance(this, Class) and not is_of_metaclass
    if isinstance(member, Instance) and member.cls == External("functools.partialmethod"):
        function, rest = member.arguments.positional[0], member.arguments.without_first()
        return Partial(bound(machine, function, this, node, frame), rest)
    if isinstance(member, Instance) and member.cls == External("builtins.property") and not is_own:
        getter = member.arguments.get(0, "fget")
        return machine.call(getter, Arguments((this,)), node, frame) if getter is not None else UNKNOWN
    if isinstance(member, Instance):
        own = call_special(
            machine, member, "__get__", Arguments((this, getattr(this, "cls", None) or UNKNOWN)), node, frame
        )
        return member if own is None else own
    if isinstance(member, External) and isinstance(this, Application):  # `use = FastAPI.add_middleware` in a class
        owner, _, name = member.dotted.rpartition(".")
        return Native(this, name) if owner in APPLICATIONS else member
    # `__setattr__ = dict.__setitem__`
    if isinstance(member, External) and isinstance(this, Instance) and machine.thorough:
        owner, _, name = member.dotted.rpartition(".")
        return BaseMethod(this, owner, name) if External(owner) in linearized(this.cls) else member
    if not isinstance(member, Function):
        return member
    if isinstance(member.node, ast.Lambda):
        return member if is_own or member.owner is None else member._replace(bound=this)
    kinds = decorators_of(member.node, False)
    if "staticmethod" in kinds:
        return member
    if "classmethod" in kinds:
        return member._replace(bound=this.cls if isinstance(this, Instance) else this)
    if is_own:
        return member
    method = member._replace(bound=this)
    if "cached_property" in kinds and isinstance(this, (Instance, Application)):
        name = member.node.name
        if name not in this.attributes:
            this.attributes[name] = machine.call(method, Arguments(), node, frame)
        return this.attributes[name]
    if "property" in kinds:
        return machine.call(method, Arguments(), node, frame)
    return method


def call_instance(machine: Machine, instance: Instance, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    method = find_member(machine, instance, "__call__", linearized(instance.cls), node, frame)
    return machine.call(method, arguments, node, frame) if method is not None else UNKNOWN


def iterated(machine: Machine, value: Value, node: ast.AST, frame: Frame) -> Value:
    """What a loop over a value goes through: of a dict its keys; an object of the program's own has an `__iter__`."""
    if isinstance(value, DictObject) and not value.open:
        keys = [Item(key, machine.chain, machine.conditions | own) for key, _, own in rows_of(value)]
        return ListObject(keys, is_scrambled=value.is_scrambled)
    if isinstance(value, Class) and value.is_enum:
        return ListObject([Item(member, machine.chain, machine.conditions) for member in members_of_enum(value)])
    if not isinstance(value, Instance):
        return united(machine, machine.finished(value, node, frame))
    classes = linearized(value.cls)
    found = (find_member(machine, value, name, classes, node, frame) for name in ("__iter__", "__aiter__"))
    method = next((one for one in found if isinstance(one, Function)), None)
    if method is None:
        if machine.thorough and is_view(value):  # what is done to an element is done to all of it
            one = Instance(External("element"), Arguments((value,)), node)
            return ListObject([Item(one, machine.chain, machine.conditions)], open=True)
        take_from_sources(machine, value, node)
        return made_from(machine, "elements", value)
    result = machine.complete(method, Arguments(), node, frame)
    # Of an object that gives one element after the other: all are like the first.
    for name in ("__next__", "__anext__"):
        element = call_special(machine, result, name, Arguments(), node, frame)
        if element is not None:
            return ListObject([Item(element, machine.chain, machine.conditions)], open=True)
    return result


def take_from_sources(machine: Machine, value: Instance, node: ast.AST) -> None:
    """To go through `csv.reader(stream)` takes from the stream; lists and dicts stay what they are, and so does what copied them."""
    is_reader = isinstance(value.cls, External) and not value.cls.dotted.startswith(("builtins.", "collections."))
    for part in value.arguments.all() if machine.thorough and is_reader else ():
        if (
            isinstance(part, Instance)
            and isinstance(part.cls, External)
            and not is_from_file(part)
            and not is_only_asked(part)
        ):
            change(machine, part, node)


CALLERS: dict[type, Callable[[Machine, Any, Arguments, ast.AST, Frame], Value]] = {
    Function: call_function,
    Partial: call_partial,
    Alternatives: call_alternatives,
    Instance: call_instance,
}
