"""Functions of the program that a statement leads to and does not run: what it writes out says so.

A dataclass is given the value that its factory would make, a method does no more than keep the function that it is given, another
attribute is set than the one that a descriptor stands behind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.memoisation import once
from codemod.library_names import last_name
from codemod.project.nodes import nodes_in
from codemod.rules.provenance import last_of, reached_from

if TYPE_CHECKING:
    from typing import TypeAlias

    AnyFunction: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_FIELDS = frozenset(["field", "Field"])
_ASKS_FOR = frozenset(["Depends", "Security"])  # what they are given is called when a request comes
# Methods that run where an object is made, entered, called, hashed or compared, and not where it is shown or counted.
_NOT_SHOWN = frozenset(
    ["__init__", "__post_init__", "__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__hash__", "__eq__"]
)  # fmt: skip
_KEEPING = frozenset(["append", "add", "insert", "setdefault"])


def is_not_run(statement: ast.AST, name: str, tree: ast.Module, trees: Sequence[ast.Module]) -> bool:
    """Whether a statement of a module, which leads to the function of this dotted name, is seen not to run it."""
    if name.endswith(".__set__"):
        return _sets_another(statement, name.split(".")[-2], trees)
    if name.endswith(".__hash__"):
        return _only_shows(statement, trees)
    return (
        (not last_name(name).startswith("__") and _is_made_to_run_it(statement, trees))
        or _is_given_instead(statement, name, trees)
        or _is_asked_later(statement, name, trees)
        or _only_keeps(statement, name, tree, trees)
        or _is_put_off(statement, name, trees)
        or _is_only_collected(statement, name, trees)
    )


def _nodes(trees: Iterable[ast.Module]) -> Iterator[ast.AST]:
    return (node for tree in trees for node in _all_nodes(tree))


@once
def _all_nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(nodes_in(tree))


@once
def _definitions(tree: ast.Module) -> Mapping[str, list[ast.ClassDef | AnyFunction]]:
    found: dict[str, list[ast.ClassDef | AnyFunction]] = {}
    for node in _all_nodes(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            found.setdefault(node.name, []).append(node)
    return found


def _only_definition(name: str, trees: Sequence[ast.Module]) -> ast.ClassDef | AnyFunction | None:
    found = [node for tree in trees for node in _definitions(tree).get(name, ())]
    return found[0] if len(found) == 1 else None


def _mentions(name: str, nodes: Iterable[ast.AST]) -> set[ast.AST]:
    """Where a name stands, under whatever object; as a text it may stand for itself."""
    return {node for node in nodes if last_of(node) == name or _is_text(node, name) or _is_renamed(node, name)}


def _is_text(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == name


def _is_renamed(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.alias) and node.name == name and node.asname is not None


# `worker = Thread(target=load)`, which nobody starts there

_LETS_BE = frozenset(["detach", "peek", "cancel"])
_TO_RUN = frozenset(["Thread", "Timer", "Process", "partial", "BackgroundTask", "map", "filter", "iter"])


def _is_made_to_run_it(statement: ast.AST, trees: Sequence[ast.Module]) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr=name), args=[], keywords=[])):
            return name in _LETS_BE and not any(name in _definitions(tree) for tree in trees)
        case (
            ast.Assign(targets=[ast.Name()], value=ast.Call(func=function, args=args, keywords=keywords))
            | ast.Expr(value=ast.Call(func=function, args=args, keywords=keywords))
        ):
            given = [*args, *(keyword.value for keyword in keywords if keyword.arg is not None)]
            is_plain = len(given) == len(args) + len(keywords) and all(map(_is_named, given))
            name = last_of(function)
            return is_plain and name in _TO_RUN and not any(name in _definitions(tree) for tree in trees)
    return False


def _is_named(node: ast.expr) -> bool:
    """`load`, `jobs.put`, `("key", value)`: to work it out runs nothing."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(map(_is_named, parts))
        case ast.Dict(keys=keys, values=parts):
            return all(isinstance(key, ast.Constant) for key in keys) and all(map(_is_named, parts))
        case ast.Attribute(value=ast.Name()):
            return True
    return isinstance(node, (ast.Constant, ast.Name))


# `job = Job(number=7)`, where the field has a `default_factory`


def _is_given_instead(statement: ast.AST, name: str, trees: Sequence[ast.Module]) -> bool:
    fields = {node: field for node in _nodes(trees) if (field := _made_by_factory(node, name))}
    told = {part for node in fields for part in _mentions(name, nodes_in(node))}
    owners = [
        node for node in _nodes(trees) if isinstance(node, ast.ClassDef) and not fields.keys().isdisjoint(node.body)
    ]
    if not fields or _mentions(name, _nodes(trees)) - told or not all(map(_is_plain_dataclass, owners)):
        return False
    for owner in owners:
        made = [node for node in nodes_in(statement) if isinstance(node, ast.Call) and _is_call_of(node, owner.name)]
        wanted = {fields[part] for part in owner.body if part in fields}
        given = [{keyword.arg for keyword in call.keywords} for call in made]
        if len(made) != len(_mentions(owner.name, nodes_in(statement))) or not all(wanted <= one for one in given):
            return False
    classes = frozenset(owner.name for owner in owners)
    bound = {node.id for node in nodes_in(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return reached_from(statement, trees, but=classes | bound).isdisjoint(classes | {name})


def _made_by_factory(node: ast.AST, name: str) -> str | None:
    """The name of a field whose value a function of this name makes, where it is not given."""
    match node:
        case ast.AnnAssign(
            target=ast.Name(id=field),
            value=ast.Call(func=function, args=[], keywords=[ast.keyword(value=ast.Name(id=given)) as one]),
        ):
            is_factory = last_of(function) in _FIELDS and one.arg == "default_factory"
            return field if is_factory and given == name else None
    return None


def _is_plain_dataclass(owner: ast.ClassDef) -> bool:
    match owner.decorator_list:
        case [ast.Name(id="dataclass") | ast.Attribute(attr="dataclass") | ast.Call(func=ast.Name(id="dataclass"))]:
            return not owner.bases and not owner.keywords
    return False


def _is_call_of(node: ast.Call, name: str) -> bool:
    """A call by name that is given all that it is given under names that are written there."""
    match node:
        case ast.Call(func=ast.Name(id=called), args=[], keywords=keywords):
            return called == name and all(keyword.arg is not None for keyword in keywords)
    return False


# `def show(settings=Depends(provider("prod")))`, where `provider` gives a function


def _is_asked_later(statement: ast.AST, name: str, trees: Sequence[ast.Module]) -> bool:
    outer, _, inner = name.rpartition(".")
    maker = _only_definition(outer, trees)
    if not isinstance(maker, ast.FunctionDef) or not _only_gives(maker, inner):
        return False
    asked = [
        node.args[0].func  # type: ignore[attr-defined]
        for node in nodes_in(statement)
        if isinstance(node, ast.Call) and last_of(node.func) in _ASKS_FOR and _is_made_there(node)
    ]
    mentions = _mentions(outer, nodes_in(statement)) | _mentions(inner, nodes_in(statement))
    reached = reached_from(statement, trees, but=frozenset([outer]))
    return bool(asked) and mentions == {*asked} and reached.isdisjoint([outer, inner])


def _is_made_there(call: ast.Call) -> bool:
    """`Depends(provider("prod"))`, which gives constants."""
    match call:
        case ast.Call(args=[ast.Call(func=ast.Name(), args=args, keywords=keywords)], keywords=[]):
            return all(isinstance(part, ast.Constant) for part in (*args, *(keyword.value for keyword in keywords)))
    return False


def _only_gives(maker: ast.FunctionDef, inner: str) -> bool:
    """Whether a function does no more than to define another one and to give it."""
    match [part for part in maker.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as made, ast.Return(value=ast.Name(id=given))]:
            is_plain = not made.decorator_list and not made.args.defaults and not any(made.args.kw_defaults)
            return made.name == given == inner and is_plain and not maker.decorator_list
    return False


# `bus.on("started", use)`, where `on` appends to a list


def _only_keeps(statement: ast.AST, name: str, tree: ast.Module, trees: Sequence[ast.Module]) -> bool:
    match statement:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=holder), attr=method), args=args, keywords=[])
        ):
            pass
        case _:
            return False
    is_plain = all(isinstance(part, (ast.Constant, ast.Name)) for part in args)
    owner = _made_of(holder, tree, trees)
    if not is_plain or owner is None or not any(last_of(part) == last_name(name) for part in args):
        return False
    methods = [part for part in owner.body if isinstance(part, ast.FunctionDef) and part.name == method]
    return len(methods) == 1 and _only_puts(methods[0]) and _has_plain_containers(trees)


# `jobs.enter(60, 1, rotate)` of a `sched.scheduler`, which runs it when it is told to run


def _is_put_off(statement: ast.AST, name: str, trees: Sequence[ast.Module]) -> bool:
    match statement:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=holder), attr="enter" | "enterabs"),
                args=[ast.Constant(), ast.Constant(), *_] as args,
                keywords=keywords,
            )
        ):
            given = [*args, *(keyword.value for keyword in keywords)]
        case _:
            return False
    makers = [maker for node in _nodes(trees) if (maker := _scheduler_made(node, holder)) is not None]
    names = [node for node in _mentions(holder, _nodes(trees)) if not isinstance(node, ast.Attribute)]
    bound = [node for node in names if not isinstance(getattr(node, "ctx", None), ast.Load)]
    is_plain = all(keyword.arg is not None for keyword in keywords) and all(map(_is_named, given))
    if not is_plain or not len(makers) == len(bound) == 1:
        return False
    return reached_from(makers[0], trees).isdisjoint(name.split("."))  # what it asks for the time


def _scheduler_made(node: ast.AST, holder: str) -> ast.Call | None:
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id="sched"), attr="scheduler")) as made,
        ) if name == holder:
            return made
    return None


# `@before_start` above a function, where `before_start` appends it to a list and gives it back


def _is_only_collected(statement: ast.AST, name: str, trees: Sequence[ast.Module]) -> bool:
    if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) or statement.name != last_name(name):
        return False
    collectors = [_only_definition(last_of(part), trees) for part in statement.decorator_list]
    is_plain = not (statement.args.defaults or any(statement.args.kw_defaults)) and not _annotates(statement)
    are_bound = any(_is_bound_otherwise(last_of(part), trees) for part in statement.decorator_list)
    is_collected = all(_only_collects(collector, trees) for collector in collectors)
    return is_plain and not are_bound and is_collected and _has_plain_containers(trees)


def _annotates(function: AnyFunction) -> bool:
    """Whether a function says the type of anything, which may be worked out where it is defined."""
    return function.returns is not None or any(
        isinstance(node, ast.arg) and node.annotation is not None for node in nodes_in(function.args)
    )


def _is_bound_otherwise(name: str, trees: Sequence[ast.Module]) -> bool:
    """Whether a name is also bound by other than a definition or import, or as another thing."""
    return any(
        not isinstance(getattr(node, "ctx", ast.Load()), ast.Load) or isinstance(node, ast.Constant)
        for node in _mentions(name, _nodes(trees))
    )


def _only_collects(function: ast.ClassDef | AnyFunction | None, trees: Sequence[ast.Module]) -> bool:
    """Whether a function does no more than to append what it is given to a list of its module, and to give it back."""
    if not isinstance(function, ast.FunctionDef) or function.decorator_list:
        return False
    body = [part for part in function.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    match function.args, body:
        case (
            ast.arguments(posonlyargs=[], args=[ast.arg(arg=given)], vararg=None, kwonlyargs=[], kwarg=None),
            [
                ast.Expr(
                    value=ast.Call(func=ast.Attribute(value=ast.Name(id=kept), attr=method), args=[ast.Name(id=put)])
                ),
                ast.Return(value=ast.Name(id=back)),
            ],
        ):
            return put == back == given != kept and method == "append" and _is_list(kept, trees)
    return False


def _is_list(name: str, trees: Sequence[ast.Module]) -> bool:
    """Whether all that a name is ever bound to is a list that is written out."""
    bound = [node for node in _nodes(trees) if isinstance(node, ast.Name) and node.id == name]
    lists = [_bound_to_list(node) for node in _nodes(trees)]
    stores = [node for node in bound if not isinstance(node.ctx, ast.Load)]
    return bool(stores) and all(node in lists for node in stores)


def _bound_to_list(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.Assign(targets=[target], value=ast.List()) | ast.AnnAssign(target=target, value=ast.List()):
            return target
    return None


def _made_of(name: str, tree: ast.Module, trees: Sequence[ast.Module]) -> ast.ClassDef | None:
    """The class of the program that the object was made of which a module has by this name, and by no other."""
    match [
        node for node in tree.body if isinstance(node, ast.Assign) and any(last_of(one) == name for one in node.targets)
    ]:
        case [ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name(id=cls)))]:
            owner = _only_definition(cls, trees)
            bound = [
                node for node in _mentions(name, _nodes(trees)) if not isinstance(getattr(node, "ctx", None), ast.Load)
            ]
            is_plain = isinstance(owner, ast.ClassDef) and not (owner.bases or owner.keywords or owner.decorator_list)
            return owner if is_plain and len(bound) == 1 else None  # type: ignore[return-value]
    return None


def _only_puts(method: ast.FunctionDef) -> bool:
    """Whether a method only puts what it is given into lists and dicts of its object."""
    if method.decorator_list:
        return False
    for node in method.body:
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Return(value=None):
                continue
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=name), args=args, keywords=[])):
                if name not in _KEEPING or not _is_own(owner) or not all(map(_is_simple, args)):
                    return False
            case ast.Assign(targets=[ast.Subscript(value=owner, slice=key)], value=value):
                if not _is_own(owner) or not _is_simple(key) or not _is_simple(value):
                    return False
            case _:
                return False
    return True


def _is_own(node: ast.expr) -> bool:
    """`self.handlers[event]`, `self.handlers.setdefault(event, [])`."""
    match node:
        case ast.Attribute(value=ast.Name(id="self")):
            return True
        case ast.Subscript(value=inner, slice=key):
            return _is_own(inner) and _is_simple(key)
        case ast.Call(func=ast.Attribute(value=inner, attr="setdefault"), args=args, keywords=[]):
            return _is_own(inner) and all(map(_is_simple, args))
    return False


def _is_simple(node: ast.expr) -> bool:
    return isinstance(node, (ast.Constant, ast.Name)) or (isinstance(node, (ast.List, ast.Tuple)) and not node.elts)


def _has_plain_containers(trees: Sequence[ast.Module]) -> bool:
    """Whether no class of the program is a list or dict of its own, or looks at what is asked of it."""
    special = {"__getitem__", "__setitem__", "__missing__", "__getattribute__", "__getattr__", "__hash__", "__eq__"}
    return not any(name in _KEEPING | special for tree in trees for name in _definitions(tree))


# `worker.note = "busy"`, where another attribute of the class has a descriptor


def _sets_another(statement: ast.AST, descriptor: str, trees: Sequence[ast.Module]) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=name)], value=ast.Constant() | ast.Name()):
            pass
        case _:
            return False
    assigned = [
        part
        for node in _nodes(trees)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if _is_made_by(part, descriptor)
    ]
    made = {part.value.func for part in assigned}  # type: ignore[attr-defined]
    names = {last_of(part.targets[0]) for part in assigned}  # type: ignore[attr-defined]
    is_defined = any(name in _definitions(tree) or "__setattr__" in _definitions(tree) for tree in trees)
    is_given = any(isinstance(node, ast.Call) and last_of(node.func) == "setattr" for node in _nodes(trees))
    return _mentions(descriptor, _nodes(trees)) == made and name not in names and not is_defined and not is_given


def _is_made_by(node: ast.AST, cls: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name(id=name))):
            return name == cls
    return False


# `print(len(known))`, which hashes nothing


def _only_shows(statement: ast.AST, trees: Sequence[ast.Module]) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args, keywords=[])):
            bound = {"print", "len"} & {
                last_of(node) for node in _nodes(trees) if not isinstance(getattr(node, "ctx", None), ast.Load)
            }
            special = {name for tree in trees for name in _definitions(tree) if name.startswith("__")} - _NOT_SHOWN
            is_plain = all(isinstance(part, (ast.Constant, ast.Name)) or _is_counted(part) for part in args)
            return is_plain and not bound and not special and not any("print" in _definitions(tree) for tree in trees)
    return False


def _is_counted(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name()], keywords=[]):
            return True
    return False


# `@model_validator(mode="after")`, where no object is validated that is there already

# What validates an object that it is given, or may.
_VALIDATING = frozenset(
    ["TypeAdapter", "RootModel", "validate_call", "validate_arguments", "validate_assignment", "revalidate_instances"]
    + ["validate_python", "model_validate", "parse_obj", "parse_obj_as", "from_orm", "create_model", "validate"]
    + ["__pydantic_validator__", "__new__"]
)
_ASKED_OF_MODELS = frozenset(["model_fields", "model_json_schema", "model_construct", "model_computed_fields"])


def validates_new_alone(name: str, trees: Sequence[ast.Module]) -> bool:
    """Whether a validator of this dotted name runs on objects alone that are being made: who has one already sees no change.

    To be validated, an object that is there has to be given to a field of its class, or to what validates by name.
    """
    owner, _, method = name.rpartition(".")
    if _only_definition(owner, trees) is None or any({method, *_VALIDATING} & _words(tree) for tree in trees):
        return False
    own: set[str] = set()
    fresh = {owner}
    while fresh:
        own |= fresh
        fresh = {
            node.name
            for node in _nodes(trees)
            if isinstance(node, ast.ClassDef) and any(last_of(base) in fresh for base in node.bases)
        } - own
    return not any(own & _named_otherwise(tree) for tree in trees)


@once
def _words(tree: ast.Module) -> frozenset[str]:
    """All names that a module mentions, also as texts and of what it gives by name, but for those that it defines."""
    found = {last_of(node) for node in _all_nodes(tree)}
    found |= {node.arg for node in _all_nodes(tree) if isinstance(node, ast.keyword) and node.arg}
    found |= {node.name for node in _all_nodes(tree) if isinstance(node, ast.alias)}
    return frozenset(found | {node.value for node in _all_nodes(tree) if _is_word(node)})  # type: ignore[attr-defined]


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@once
def _named_otherwise(tree: ast.Module) -> frozenset[str]:
    """The names that a module mentions other than to call them, to derive from them, and to annotate functions and variables."""
    plain: set[int] = set()
    fields = [
        part.annotation
        for node in _all_nodes(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign)
    ]
    in_classes, within = {*map(id, fields)}, {id(part) for field in fields for part in nodes_in(field)}
    for node in _all_nodes(tree):
        match node:
            case ast.Call(func=function, args=args):
                plain |= {id(function), *(id(part) for part in args if last_of(function) in _ASKS_FOR)}
            case ast.ClassDef(bases=bases):
                plain |= {*map(id, bases)}
            case (
                ast.arg(annotation=ast.expr() as part)
                | ast.FunctionDef(returns=ast.expr() as part)
                | ast.AsyncFunctionDef(returns=ast.expr() as part)
            ):
                plain |= {*map(id, nodes_in(part))}
            case ast.AnnAssign(annotation=part) if id(part) not in in_classes:
                plain |= {*map(id, nodes_in(part))}
            case ast.Subscript(value=kind, slice=ast.Tuple(elts=[part, ast.Call(func=function)])) if (
                last_of(kind) == "Annotated" and last_of(function) in _ASKS_FOR
            ):
                plain.add(id(part))
            case ast.Attribute(value=part, attr=asked) if asked in _ASKED_OF_MODELS:
                plain.add(id(part))
    found = {last_of(node) for node in _all_nodes(tree) if id(node) not in plain}
    told = {
        node.value if id(node) not in within else word  # type: ignore[attr-defined]
        for node in _all_nodes(tree)
        if _is_word(node)
        for word in re.findall(r"\w+", node.value)  # type: ignore[attr-defined]
    }
    renamed = {node.name for node in _all_nodes(tree) if isinstance(node, ast.alias) and node.asname}
    return frozenset(found | told | renamed)
