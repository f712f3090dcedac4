"""Code that Python may run without its being called by name, and what it changes: special methods, hooks, functions handed on.

In how many ways such code comes to run has no end (`x in rows` runs `__eq__`, a class statement `__set_name__`), so that is not
asked. Where it changes what a registration reads, all in between that is not plainly inert, and leads to its class or name, is taken
to run it. Things are told apart by their last name only, since it is not known which objects that code is given: `self.count += 1`
changes a `count`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.classes import WHOLE_VALIDATORS, validation
from codemod.interpreter.lazies import is_lazy
from codemod.interpreter.memoisation import once
from codemod.interpreter.walking import annotations_of
from codemod.library_names import (
    BASE_HTTP,
    CHANGES_NOTHING,
    RUN_AT_END,
    STARTED,
    STARTING,
    is_reading_name,
    last_name,
    leaves_arguments,
)
from codemod.project.module import ROUTES
from codemod.project.nodes import children_of, nodes_in
from codemod.rules.provenance import LAMBDA, PARTS, REGISTERS, last_of, made_of, modules_imported, names_in

if TYPE_CHECKING:
    from typing import TypeAlias

    AnyFunction: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_HOOKS = frozenset(["_missing_", "mro", "_generate_next_value_", "model_post_init"])
_PROPERTIES = frozenset(["property", "setter", "deleter", "getter", "cached_property"])
# Decorators under which a function is called by its name, or by the name of an attribute, and by nothing else.
_PLAIN = _PROPERTIES | frozenset(
    ["staticmethod", "classmethod", "cache", "lru_cache", "wraps", "contextmanager", "asynccontextmanager"]
    + ["abstractmethod", "overload", "override", "final", "dataclass"]
)
# The machine runs these where Python does: nothing else leads to them.
_FOLLOWED = frozenset(
    ["__init_subclass__", "__enter__", "__exit__", "__setattr__", "__setitem__", "__iadd__", "__ior__"]
    + ["__isub__", "__ixor__", "__iand__", "__lshift__", "__rshift__", "__ilshift__", "__irshift__"]
)
_REQUEST = frozenset(["scope", "receive", "send", "request", "call_next", "websocket", "conn", "connection"])
_KNOWN_BASES = frozenset(
    ["object", "type", last_name(BASE_HTTP), "ABC", "Protocol", "Generic", "Exception", "NamedTuple"]
)
_CALLED = REGISTERS - ROUTES  # by a statement of its own: a queue has a `get` and a `put`, too
_MUTATORS = frozenset(
    ["update", "append", "extend", "insert", "add", "pop", "popitem", "clear", "remove", "discard", "setdefault"]
    + ["send", "throw", "__setitem__", "__delitem__", "__setattr__", "__delattr__"]
)
_FUNCTIONS = frozenset([("operator", "operator")])  # modules that have functions with the names of such methods
# Methods that a library calls on whatever has them: of files, streams, handlers, managers.
_DUCKS = frozenset(
    ["write", "flush", "close", "read", "readline", "emit", "handle", "filter", "run", "acquire", "release", "aclose"]
    + ["keys", "items", "values", "find_spec", "find_module", "create_module", "exec_module", "load_module"]
)  # fmt: skip
_NAMESPACE = "__prepare__"
_MADE = frozenset(["__post_init__", "model_post_init"])  # run on an object that nobody has yet
_FEW = 8  # calls from one function to the next


def _makes_class(node: ast.AST) -> bool:
    return isinstance(node, (ast.ClassDef, ast.Import, ast.ImportFrom, ast.Call))


def _lets_go(node: ast.AST) -> bool:
    return isinstance(node, (ast.Delete, ast.Call)) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))


def _sets_attribute(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _takes_out(node: ast.AST) -> bool:
    """By `del`, or in a call that may do more than read."""
    return isinstance(node, ast.Delete) or (
        isinstance(node, ast.Call)
        and last_of(node.func) not in CHANGES_NOTHING
        and not is_reading_name(last_of(node.func))
    )


def _formats(node: ast.AST) -> bool:
    """Other than by an f-string, which the machine follows."""
    return isinstance(node, ast.Call) and last_of(node.func) in ("format", "format_map")


# What a statement must have in it to run a method.
_NEEDS: Mapping[str, Callable[[ast.AST], bool]] = {
    "__set_name__": _makes_class,
    "__prepare__": _makes_class,
    "__mro_entries__": _makes_class,
    "__del__": _lets_go,
    "__set__": _sets_attribute,
    "__delitem__": _takes_out,
    "__delattr__": _takes_out,
    "__delete__": _takes_out,
    "__format__": _formats,
}


class Hidden(NamedTuple):
    """A function that may run unnamed, as reports call it, with its row.

    ``is_followed`` says that the machine does what Python does when it runs it; ``is_old`` that it may be a constructor of an object
    that was made before; ``part`` is the key that it sets, where that is known; ``is_lazy`` that to call it runs nothing yet.
    ``owner`` is the object whose method was given away, where it has a name; ``sets_own`` says that it is a validator, which sets a
    field of the object that is validated. ``holders`` are the objects whose methods decorate it: who calls one of them may call it.
    ``is_at_start`` says that its module names it only to put it into the lists of a router.
    """

    name: str
    row: int
    is_followed: bool = True
    is_old: bool = False
    part: str | None = None
    needs: str = ""  # the method whose needs it has, if not its own
    is_lazy: bool = False
    owner: str = ""
    sets_own: bool = False
    holders: frozenset[str] = frozenset()
    is_at_start: bool = False

    def may_run_in(self, statement: ast.AST, reached: frozenset[str]) -> bool:
        """Whether a statement may run it, from which these names are reached: it needs an object of the class, or the function."""
        needed = _NEEDS.get(self.needs or last_name(self.name))
        if needed is not None and not any(needed(node) for node in nodes_in(statement)):
            return False
        if self.is_lazy and _only_makes(statement, last_name(self.name)):
            return False
        return self.owner in reached if self.owner else not reached.isdisjoint({*self.name.split("."), *self.holders})


def _only_makes(statement: ast.AST, name: str) -> bool:
    """Whether a statement does no more than to keep what a function gives: `ids = numbers(7)`."""
    match statement:
        case ast.Assign(targets=targets, value=ast.Call(func=function, args=arguments, keywords=keywords)):
            is_plain = all(map(_is_plain_target, targets)) and _are_plain(arguments, keywords)
            return is_plain and isinstance(function, ast.Name) and function.id == name
        case ast.Expr(value=ast.Call(func=ast.Name(id=called), args=arguments, keywords=keywords)):
            return called == name and _are_plain(arguments, keywords)
    return False


@once
def hidden_changes(tree: ast.Module) -> Mapping[tuple[str, str | None], list[Hidden]]:
    """What code that may run unnamed changes in a module, by its last name, or PARTS, and its part; each with all that do."""
    libraries = modules_imported(tree) & _FUNCTIONS
    found: dict[tuple[str, str | None], list[Hidden]] = {}
    for node in nodes_in(tree):
        for changed, text in _handed_mutators(node):
            if (changed, changed) in libraries:  # `operator.add` changes nothing
                continue
            holder = changed if text.startswith(f"{changed}.") else ""  # `box` of `box.update`
            hidden = Hidden(text, node.lineno, owner=holder)  # type: ignore[attr-defined]
            found.setdefault((changed, None), []).append(hidden)
        for key, hidden in _validated_anew(node).items() if isinstance(node, ast.ClassDef) else ():
            found.setdefault(key, []).append(hidden)
    for hidden, function in hidden_functions(tree):
        is_new = hidden.is_followed and not hidden.is_old
        others = frozenset(changed_by(tree, function, is_new, True)) if validates_after(function) else None
        for changed, part in changed_by(tree, function, is_new):
            sets_own = others is not None and (changed, part) not in others
            found.setdefault((changed, part), []).append(hidden._replace(part=part, sets_own=sets_own))
    return found


@once
def hidden_functions(tree: ast.Module) -> tuple[tuple[Hidden, AnyFunction], ...]:
    """The functions of a module that may run unnamed."""
    own = frozenset(node.name for node in nodes_in(tree) if isinstance(node, ast.ClassDef))
    handed, at_start, in_lists = handed_on(tree), _run_at_start(tree), _put_into_lists(tree)
    return tuple(
        (
            Hidden(
                name,
                function.lineno,
                _is_followed(function, owner),
                _may_run_again(owner),
                is_lazy=is_lazy(function),
                holders=_holders_of(function),
                is_at_start=last_name(name) in in_lists,
            ),
            function,
        )
        for name, function, owner in _functions(tree.body, "")
        if last_name(name) not in at_start and _may_run_unnamed(function, owner, handed, own)
    )


@once
def handed_on(tree: ast.Module) -> frozenset[str]:
    return frozenset(_handed_on(tree))


@once
def functions_named(tree: ast.Module) -> Mapping[str, list[AnyFunction]]:
    """All functions and methods of a module, by their last name."""
    named: dict[str, list[AnyFunction]] = {}
    for name, function, _ in _functions(tree.body, ""):
        named.setdefault(last_name(name), []).append(function)
    return named


def _validated_anew(cls: ast.ClassDef) -> Mapping[tuple[str, str | None], Hidden]:
    """The fields of a model that its validators may set when one of them is assigned."""
    if not validation(cls) >= {"assignment", "whole"}:
        return {}
    methods = (part for part in cls.body if isinstance(part, ast.FunctionDef))
    validator = next(part for part in methods if not WHOLE_VALIDATORS.isdisjoint(map(_decorator, part.decorator_list)))
    fields = [last_of(part.target) for part in cls.body if isinstance(part, ast.AnnAssign)]
    hidden = Hidden(f"{cls.name}.{validator.name}", validator.lineno, False, needs="__set__")
    return {(name, None): hidden for name in fields}


def validates_after(function: AnyFunction) -> bool:
    """`@model_validator(mode="after")`, which looks at an object when it is made."""
    match getattr(function, "decorator_list", []):
        case [ast.Call(func=decorator, args=[], keywords=[ast.keyword(arg="mode", value=ast.Constant(value="after"))])]:
            return last_of(decorator) in WHOLE_VALIDATORS
    return False


def _is_followed(function: AnyFunction, owner: ast.ClassDef | None) -> bool:
    """Not what a metaclass may run again, nor what an `async with` drives, or a class body writes into."""
    name = getattr(function, "name", "")
    is_driven = (isinstance(function, ast.AsyncFunctionDef) and _yields(function)) or name == _NAMESPACE
    return not is_driven and not (name == "__init__" and owner is not None and bool(owner.keywords))


def _may_run_again(owner: ast.ClassDef | None) -> bool:
    """Whether the constructor of a class may run on an object that was made before: of a singleton."""
    return owner is not None and (bool(owner.keywords) or _has_method(owner, "__new__"))


def _functions(
    body: Iterable[ast.AST], within: str, owner: ast.ClassDef | None = None
) -> Iterator[tuple[str, AnyFunction, ast.ClassDef | None]]:
    """All functions, inner ones and lambdas too, by their dotted names, each with the class that it is a method of."""
    for node in body:
        match node:
            case ast.ClassDef(name=name):
                yield from _functions(children_of(node), f"{within}{name}.", node)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield f"{within}{name}", node, owner
                yield from _functions(children_of(node), f"{within}{name}.")
            case ast.Lambda():
                yield f"{within}{LAMBDA}", node, None
                yield from _functions([node.body], within)
            case _:
                yield from _functions(children_of(node), within, owner if isinstance(node, ast.stmt) else None)


def _handed_on(tree: ast.AST) -> Iterator[str]:
    """The last names of what is read other than to call it at once, or to tell it to an application."""
    queue: list[ast.AST] = [tree]
    while queue:
        node = queue.pop()
        match node:
            case ast.Call(func=function) if last_of(function) in REGISTERS and not _keeps(node):
                # Of `@app.get("/")` the application, not the method: a `get` of the program's own is another.
                queue.append(function.value if isinstance(function, ast.Attribute) else function)
                queue += (keyword.value for keyword in node.keywords if keyword.arg in _CALLED_BY_ROUTES)
                queue += (one for one in (*node.args, *node.keywords) if isinstance(one, (ast.Call, ast.Lambda)))
                continue
            case ast.Call(func=ast.Attribute() as function) if _is_for_the_end(function):
                queue += (one for one in (*node.args, *node.keywords) if not isinstance(one, ast.Name))
                continue
            case ast.Assign(targets=[target], value=ast.Name()) if _is_asked_later(target):
                continue
            case ast.Call(func=ast.Name()):
                queue += [*node.args, *node.keywords]
                continue
            case ast.Attribute(attr="setter" | "deleter" | "getter"):
                continue  # `@secret.setter`
            case ast.FunctionDef(decorator_list=decorators) | ast.ClassDef(decorator_list=decorators):
                others = {_decorator(part) for part in decorators if not _is_for_the_end(part)}
                yield from others - _PLAIN - REGISTERS
            case ast.Call(func=ast.Attribute(value=base)):
                queue += [base, *node.args, *node.keywords]
                continue
            case ast.Call(func=ast.Call(func=inner)) if last_name(ast.unparse(inner)) in REGISTERS:
                continue  # `app.middleware("http")(guard)`
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
        queue += children_of(node)


def _keeps(call: ast.Call) -> bool:
    """Whether a call by the name of a route is none: `jobs.put(refresh)`, `cache.put("key", refresh)`. A route is given its path."""
    first = call.args[0] if call.args else None
    is_path = first is None or isinstance(first, (ast.Constant, ast.JoinedStr, ast.BinOp))
    return last_of(call.func) in ROUTES and (not is_path or len(call.args) > 1)


_LIFESPAN = "lifespan_context"
_STARTS = STARTED | STARTING
_LATER = frozenset(["openapi", "dependency_overrides", _LIFESPAN])


def _is_asked_later(target: ast.expr) -> bool:
    """`app.openapi`, `app.dependency_overrides[get_db]`: what an application has there it calls when a request comes, or it starts."""
    kept = target.value if isinstance(target, ast.Subscript) else target
    return isinstance(kept, ast.Attribute) and kept.attr in _LATER


@once
def _run_at_start(tree: ast.Module) -> frozenset[str]:
    """The functions that a module names only to tell an application what to run when it starts, which it does not do itself."""
    told: list[ast.expr] = []
    # Also by texts, and with what else has to do with that: `LifespanManager`, `{"type": "lifespan"}`.
    named: list[str] = []
    for node in nodes_in(tree):
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=attribute)], value=value) if attribute == _LIFESPAN:
                told.append(value)
            case ast.Call(keywords=keywords):
                told += (keyword.value for keyword in keywords if keyword.arg == "lifespan")
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                named.append(name)
            case ast.Constant(value=str(name)) | ast.alias(name=name):
                named.append(name)
    names = [value.id for value in told if isinstance(value, ast.Name)]
    plain = {name for name in names if names.count(name) == named.count(name)}
    return frozenset() if any("lifespan" in name.lower() for name in named if name not in plain) else frozenset(plain)


@once
def _put_into_lists(tree: ast.Module) -> frozenset[str]:
    """The functions that a module names only in `app.router.on_startup.append(connect)`."""
    told: list[str] = []
    named: list[str] = []
    for node in nodes_in(tree):
        match node:
            case ast.Call(args=[ast.Name(id=name)], keywords=[]) if _list_of_handlers(node):
                told.append(name)
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                named.append(name)
            case ast.alias(name=name):
                named.append(name)
    return frozenset(name for name in told if told.count(name) == named.count(name))


def _list_of_handlers(node: ast.AST) -> ast.Attribute | None:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(value=ast.Attribute(attr="router")) as handlers, attr="append")
        ) if handlers.attr in STARTED:
            return handlers
    return None


@once
def runs_handlers(tree: ast.Module) -> bool:
    """Whether a module has more to do with the lists of routers than to put something into them, or with all of a router."""
    plain: set[int] = set()
    for node in nodes_in(tree):
        match node:
            case ast.Call() if (handlers := _list_of_handlers(node)) is not None:
                plain.add(id(handlers))
            case ast.keyword(value=ast.Constant() as part) | ast.Attribute(value=ast.Attribute(attr="router") as part):
                plain.add(id(part))
    return any(id(node) not in plain and _has_handlers(node) for node in nodes_in(tree))


def _has_handlers(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Constant(value=str(name)) | ast.alias(name=name):
            return name in _STARTS
        case ast.Attribute(attr=name):
            return name in _STARTS or name in ("router", "__dict__")
    return False


def _handed_mutators(node: ast.AST) -> Iterator[tuple[str, str]]:
    """`box` and `box.update` in `scheduler.enter(0, 1, box.update)`: whoever has the method may call it."""
    if isinstance(node, ast.Call) and _is_for_the_end(node.func):
        return
    for given in _given_in(node) if isinstance(node, ast.Call) else ():
        if isinstance(given, ast.Attribute) and given.attr in _MUTATORS:
            yield last_of(given.value) or PARTS, ast.unparse(given)
    match node:
        # `weakref.finalize(lease, setattr, vault, "token", "expired")`
        case (
            ast.Call(args=[*_, ast.Name(id="setattr" | "delattr" as name), _, ast.Constant(value=str(part)), _])
            | ast.Call(args=[*_, ast.Name(id="delattr" as name), _, ast.Constant(value=str(part))])
        ):
            yield part, name


def _given_in(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is given, and what is in the tuples and lists that it is given: `jobs.put((box.update, options))`."""
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield given
        yield from given.elts if isinstance(given, (ast.Tuple, ast.List)) else ()


def _may_run_unnamed(
    function: AnyFunction, owner: ast.ClassDef | None, handed: frozenset[str], own: frozenset[str]
) -> bool:
    if isinstance(function, ast.Lambda):
        return True
    if _serves(function) and function.name not in handed:
        return False
    name = function.name
    decorators = {_decorator(part) for part in function.decorator_list}
    if name in ASKED_BY_ROUTES:
        return True
    if decorators & (REGISTERS | _PROPERTIES):
        return False
    if name == "__init__":
        is_handed = owner is not None and owner.name in handed and _has_foreign_base(owner, own)
        return is_handed or _may_run_again(owner)
    if name in _FOLLOWED and name not in handed and not _decorates(owner):
        return False
    is_special = (name.startswith("__") and name.endswith("__")) or name in _HOOKS or (owner and name in _DUCKS)
    is_driven = "contextmanager" not in decorators and (isinstance(function, ast.AsyncFunctionDef) or _yields(function))
    return is_special or is_driven or name in handed or bool(decorators - _PLAIN) or _has_foreign_base(owner, own)


# What FastAPI asks of an endpoint, or of the type of a parameter, when it is told of a route; and what it calls then.
ASKED_BY_ROUTES = frozenset(["__signature__", "__get_pydantic_core_schema__", "__get_pydantic_json_schema__"])
_CALLED_BY_ROUTES = frozenset(["generate_unique_id_function", "route_class"])


@once
def routes_run_code(tree: ast.Module) -> bool:
    """Whether code of a module runs when an application is told of a route, not only when a request comes."""
    return any(
        (isinstance(node, ast.FunctionDef) and node.name in ASKED_BY_ROUTES)
        or (isinstance(node, ast.keyword) and node.arg in _CALLED_BY_ROUTES)
        for node in nodes_in(tree)
    )


def _serves(function: AnyFunction) -> bool:
    """Whether a function runs with a request."""
    spec = function.args
    return not _REQUEST.isdisjoint(parameter.arg for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs))


def _has_foreign_base(owner: ast.ClassDef | None, own: frozenset[str]) -> bool:
    """Whether a library may call the methods of a class: `handle_data` of an `HTMLParser`."""
    return owner is not None and any(last_name(ast.unparse(base)) not in _KNOWN_BASES | own for base in owner.bases)


def _decorates(owner: ast.ClassDef | None) -> bool:
    """Whether the objects of a class are also entered and left by the functions that they decorate."""
    bases = {last_name(ast.unparse(base)) for base in owner.bases} if owner is not None else set()
    return bool(bases & {"ContextDecorator", "AsyncContextDecorator"})


def _has_method(owner: ast.ClassDef, name: str) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == name for part in owner.body)


def _holders_of(function: AnyFunction) -> frozenset[str]:
    """`signal` of `@signal.connect`, and of `@signals.changed.connect()` the last name before the method."""
    decorators = [part.func if isinstance(part, ast.Call) else part for part in getattr(function, "decorator_list", ())]
    owners = (
        part.value for part in decorators if isinstance(part, ast.Attribute) and part.attr not in _PLAIN | REGISTERS
    )
    return frozenset(filter(None, map(last_of, owners)))


def _decorator(node: ast.expr) -> str:
    return last_name(ast.unparse(node.func if isinstance(node, ast.Call) else node))


def _yields(function: AnyFunction) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes_in(function))


# What is read


def all_read(names: frozenset[str], trees: Sequence[ast.Module]) -> frozenset[str]:
    """These last names, those of what they were made of, and those that special methods read on the way."""
    special = (_special_reads(tree) for tree in trees)
    return made_of(names.union(*special), trees)


# Special methods that do not run when something is read.
_NO_READING = frozenset(
    ["__init__", "__del__", "__delitem__", "__delattr__", "__delete__", "__setitem__", "__setattr__", "__set__", "__set_name__"]
    + ["__init_subclass__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__mro_entries__", "__prepare__"]
)  # fmt: skip


@once
def _special_reads(tree: ast.Module) -> frozenset[str]:
    """The last names of what special methods read: `config["x"]` runs `__getitem__`."""
    methods = (
        function
        for name, function, _ in _functions(tree.body, "")
        if last_name(name).startswith("__") and last_name(name) not in _NO_READING and not _serves(function)
    )
    nodes = (node for method in methods for node in nodes_in(method))
    # What is set there, and what counts itself up, is not read there.
    return frozenset(last_of(node) for node in nodes if isinstance(getattr(node, "ctx", None), ast.Load)) - {""}


# What a function changes


def changed_by(
    tree: ast.Module, function: AnyFunction, is_new: bool, but_own: bool = False
) -> Iterable[tuple[str, str | None]]:
    """The last names of what a function changes, and the parts of it, with the functions of its module that it calls.

    Of a constructor ``is_new`` says that the object is one that nobody has yet. ``but_own`` leaves out what it sets of its own object.
    """
    found: dict[tuple[str, str | None], None] = {}
    for here in with_called(tree, function):
        name = getattr(here, "name", "")
        is_made = name in _MADE or (name == "__init__" and here is function and is_new)
        outer = _outer_parameters(tree).get(here, frozenset())
        found |= dict.fromkeys(_own_changes(here, outer, is_made, but_own and here is function, _modules_of(tree)))
    return found


_CLOSURES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@once
def _outer_parameters(tree: ast.Module) -> dict[AnyFunction, frozenset[str]]:
    """The parameters of the functions around each function: what its closure holds may be anything that these were given."""
    found: dict[AnyFunction, frozenset[str]] = {}
    for node in nodes_in(tree):  # from the outside in
        if isinstance(node, _CLOSURES):
            own = found.get(node, frozenset()) | {part.arg for part in nodes_in(node.args) if isinstance(part, ast.arg)}
            inner = (part for part in nodes_in(node) if isinstance(part, _CLOSURES) and part is not node)
            found |= {part: found.get(part, frozenset()) | own for part in inner}
    return found


@once
def _modules_of(tree: ast.Module) -> frozenset[str]:
    """The modules of Python's own whose names stand for them in a file, and for nothing else."""
    bound: set[str] = set()
    for node in nodes_in(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.ImportFrom(names=names):
                bound |= {alias.asname or alias.name for alias in names}
    imported = {name for name, dotted in modules_imported(tree) if name == dotted}
    return frozenset(imported & sys.stdlib_module_names) - bound


def with_called(tree: ast.Module, function: AnyFunction) -> Iterator[AnyFunction]:
    """A function, and those of its module that it calls."""
    named = functions_named(tree)
    seen: set[AnyFunction] = set()
    queue = [(function, 0)]
    while queue:
        here, depth = queue.pop()
        if here in seen or depth > _FEW:
            continue
        seen.add(here)
        yield here
        called = (last_name(ast.unparse(node.func)) for node in nodes_in(here) if isinstance(node, ast.Call))
        queue += [(other, depth + 1) for name in called for other in named.get(name, ())]


def _own_changes(
    function: AnyFunction,
    outer: frozenset[str],
    is_made: bool,
    but_own: bool = False,
    modules: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, str | None]]:
    shared: set[str] = set()
    local: dict[str, ast.expr] = {}
    # Its decorators run where it is defined.
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    nodes = [*nodes_in(function.args), *(node for part in body for node in nodes_in(part))]
    for node in nodes:
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                shared |= {*names}
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                local[name] = value
    parameters = {node.arg for node in nodes if isinstance(node, ast.arg)} | (outer - local.keys())
    for node in nodes:
        match node:
            case ast.Return(value=ast.expr() as given) if getattr(function, "name", "") == _NAMESPACE:
                # The class body writes into it.
                yield from ((owner, None) for owner in _owners(given, local, parameters))
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if name in shared:
                yield name, None
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()) if is_made or but_own:
                pass  # of an object that nobody has yet
            case ast.Call(func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="self")))) if is_made:
                pass
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                yield name, None
            case ast.Subscript(value=ast.Call(func=ast.Name(id="globals")), slice=ast.Constant(value=str(name))):
                yield name, None
            case ast.Subscript(
                value=ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")),
                slice=ast.Constant(value=str(name)),
                ctx=ast.Store() | ast.Del(),
            ):
                yield name, None
            case ast.Subscript(value=base, slice=key, ctx=ast.Store() | ast.Del()):
                part = (
                    str(key.value)
                    if isinstance(key, ast.Constant) and isinstance(base, (ast.Name, ast.Attribute))
                    else None
                )
                yield from ((owner, part) for owner in _owners(base, local, parameters))
            case ast.AugAssign(target=ast.Name(id=name)) if name not in local:
                yield from ((owner, None) for owner in _owners(node.target, local, parameters))
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield name, None
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[base, _, *_]):
                yield PARTS, None
                yield from ((owner, None) for owner in _owners(base, local, parameters))
            case ast.Call(func=ast.Name(id="next"), args=[base, *_]):
                yield from ((owner, None) for owner in _owners(base, local, parameters))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if (
                name in modules and leaves_arguments(f"{name}.{method}")
            ):
                pass  # `hashlib.sha256(key)`, which changes nothing of its module
            case ast.Call(func=ast.Attribute(value=base, attr=method)) if not is_reading_name(method):
                yield from ((owner, None) for owner in _owners(base, local, parameters))


def _owners(base: ast.expr, local: Mapping[str, ast.expr], parameters: set[str]) -> Iterator[str]:
    """The last names of what an expression may stand for, whose parts are changed."""
    match base:
        case ast.Call(func=ast.Attribute(value=inner, attr="get" | "setdefault")):
            yield from _owners(inner, local, parameters)
        case ast.Attribute(attr="__dict__") | ast.Call():
            yield PARTS
        case ast.Attribute(attr=name):
            yield name
        case ast.Subscript(value=inner):
            yield from _owners(inner, local, parameters)
        case ast.Name(id="self" | "cls"):
            pass  # a method of it is looked at by itself
        case ast.Name(id=name) if name in local:
            yield from names_in(local[name])
        case ast.Name(id=name):
            yield PARTS if name in parameters else name


# What may run it


def is_inert(statement: ast.AST) -> bool:
    """Whether a statement runs nothing of the program's own but what it names."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return (
                all(
                    _decorator(part) in REGISTERS | _PLAIN or _is_for_the_end(part) for part in statement.decorator_list
                )
                and all(map(_is_plain, (*statement.args.defaults, *filter(None, statement.args.kw_defaults))))
                and all(map(_is_plain_annotation, annotations_of(statement)))
            )
        case ast.ClassDef(bases=bases, keywords=[], decorator_list=[]):
            return all(last_name(ast.unparse(base)) in _KNOWN_BASES for base in bases) and all(
                map(is_inert, statement.body)
            )
        case ast.Assign(targets=targets, value=value):
            return _is_plain(value) and all(map(_is_plain_target, targets))
        case ast.AnnAssign(value=value, annotation=annotation):
            return _is_plain_annotation(annotation) and (value is None or _is_plain(value))
        case ast.Expr(value=ast.Call(args=arguments)) if is_for_the_end(statement):
            return all(_is_plain(part) or isinstance(getattr(part, "value", None), ast.Name) for part in arguments)
        case ast.Expr(value=ast.Call(func=ast.Call(func=function), args=arguments, keywords=[])):
            return _is_registering(function) and all(map(_is_plain, arguments))
        case ast.Expr(value=ast.Call(func=function, args=arguments, keywords=keywords)):
            return _is_registering(function) and _are_plain(arguments, keywords)
        case ast.Expr(value=ast.IfExp(test=test, body=body, orelse=other)):
            arms = [ast.Expr(body), ast.Expr(other)]
            return _asks_what_is_told(test, arms) and all(map(is_inert, arms))
        case ast.If(test=test, body=body, orelse=other):
            return _asks_what_is_told(test, body) and all(map(is_inert, (*body, *other)))
        case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Global():
            return True
    return False


def _asks_what_is_told(test: ast.expr, body: Sequence[ast.stmt]) -> bool:
    """`hasattr(app, "on_event")` in front of a registration on that `app`: an application runs nothing when it is asked."""
    match test, body:
        case (
            ast.Call(func=ast.Name(id="hasattr"), args=[ast.Name(id=asked), ast.Constant()]),
            [ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=told)) as function)), *_],
        ):
            return asked == told and _is_registering(function)
    return False


def is_for_the_end(statement: ast.AST) -> bool:
    """Whether a statement does no more than to say what runs when the process ends, or a signal comes."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as function)):
            return _is_for_the_end(function)
    return False


def _is_for_the_end(function: ast.expr) -> bool:
    """`atexit.register`, which runs nothing: the machine runs what it is given where something sends a signal."""
    return ast.unparse(function) in RUN_AT_END


def _is_plain_target(target: ast.expr) -> bool:
    """A name, or what keeps what it is given: an attribute of `app.state`, `app.openapi`."""
    return (
        isinstance(target, ast.Name)
        or _is_asked_later(target)
        or (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Attribute)
            and target.value.attr == "state"
        )
    )


def _is_partial(value: ast.expr) -> bool:
    """`partial(config.update, key="k")`, which calls nothing yet."""
    match value:
        case ast.Call(func=function, args=[ast.Name() | ast.Attribute(value=ast.Name()), *rest], keywords=keywords):
            return last_of(function) == "partial" and _are_plain(rest, keywords)
    return False


def _is_plain_annotation(annotation: ast.expr) -> bool:
    """Whether it calls no function of the program's own: `Annotated[Session, Depends(get_session)]` does not."""
    calls = [node for node in nodes_in(annotation) if isinstance(node, ast.Call)]
    return all(last_of(call.func)[:1].isupper() for call in calls)


def _is_registering(function: ast.expr) -> bool:
    return isinstance(function, (ast.Attribute, ast.Name)) and last_of(function) in _CALLED


def _are_plain(arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> bool:
    """Whether to give these runs nothing: `**options` may ask an object for its keys."""
    is_named = all(keyword.arg is not None or isinstance(keyword.value, ast.Dict) for keyword in keywords)
    return is_named and all(map(_is_plain, (*arguments, *(keyword.value for keyword in keywords))))


def _is_plain(value: ast.expr) -> bool:
    """Whether working out an expression runs nothing of the program's own."""
    match value:
        case ast.Constant() | ast.Name() | ast.Lambda():
            return True
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(_is_plain, parts))
        case ast.Dict(keys=keys, values=values):
            return all(isinstance(key, ast.Constant) for key in keys) and all(map(_is_plain, values))
        case ast.Call(func=function, args=arguments, keywords=keywords):
            return _is_partial(value) or (_is_registering(function) and _are_plain(arguments, keywords))
    return False
