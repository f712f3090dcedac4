"""What a statement reads, binds and changes when it runs, as far as that forbids to move another past it.

A location is an owner and a name: a frame and a variable, an object and an attribute. Objects are told apart by identity, so an
alias, a parameter and an attribute that lead to one object lead to one location. The functions that a statement calls, and the
modules that it imports, count as part of it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

from codemod.frozen import NamedTuple
from codemod.interpreter.calls import is_cached
from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import Machine, Place
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    Alternatives,
    Application,
    BaseMethod,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Lazy,
    ListObject,
    ModuleValue,
    Native,
    Opaque,
    Registrar,
    StackList,
    Step,
    TupleValue,
    Value,
    Wrapped,
    alternatives,
    frame_of,
)
from codemod.libraries.imports import absolute, star_imported
from codemod.library_names import (
    CHANGES_NOTHING,
    CHANGING,
    CHANGING_OPERATORS,
    GIVES_KEPT,
    LOGS,
    RUN_AT_END,
    RUNNERS,
    RUNNING_METHODS,
    WEB,
    is_reading_name,
    is_unchangeable,
    last_name,
    leaves_arguments,
    only_reads,
)
from codemod.project.module import Module
from codemod.project.nodes import children_of, nodes_in
from codemod.rules.environment import (
    ENVIRONMENT,
    Setting,
    Variable,
    is_settings_class,
    settings_made,
    variables_read,
)
from codemod.rules.executed_code import (
    Piece,
    calls_in,
    fields_made,
    followed,
    immediate,
    is_bound_again,
    names_bound,
    names_imported,
    pieces_called,
    pieces_imported,
)
from codemod.rules.files import FileName, files_read, files_written
from codemod.rules.fresh import counted_in, is_logger, loggers_in, new_locals, parsers_in
from codemod.rules.locations import Location, attribute_locations, owner_of, path_of, value_of, variable
from codemod.rules.provenance import PARTS, last_of, names_in

_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit", "os.abort"})


_DEEP = 3  # objects in objects
# Attributes that are what an object does and has: whoever sets one changes all of it.
_ALL_OF_IT = frozenset(
    ["__class__", "__dict__", "__code__", "__defaults__", "__kwdefaults__", "__wrapped__", "__closure__", "__bases__"]
)


class Change(NamedTuple):
    """Something is bound or changed: where, how the code calls it, and what happens to it on which row.

    ``inner`` says that it is the code of a function or module that calls it so, ``imported`` that it is a module's. A ``text`` of `*`
    is any name at all; the verb then is what binds it. ``place`` is where the expression for an object stands that is not known,
    ``call`` where one does for a function that is not known and is handed the object. ``is_part`` says that something is changed which
    the object holds, by a module that is imported: that is seen where all of it is run.
    """

    location: Location
    text: str
    verb: str
    row: int
    inner: bool = False
    imported: bool = False
    place: Place | None = None
    call: Place | None = None
    is_part: bool = False


class Stray(NamedTuple):
    """A change of an object that is not known: the names in the expression for it, how the code calls it, and the row.

    ``is_direct`` says that it is changed itself, not something that it holds; ``part`` is the attribute or key, where it is known;
    ``place`` where the expression stands, None where nothing that is known of the object helps; ``new`` are those of the names that
    stand for what the function which changes it has made itself.
    """

    names: frozenset[str]
    is_direct: bool
    part: str | None
    text: str
    row: int
    place: Place | None
    new: frozenset[str] = frozenset()


class ByName(NamedTuple):
    """What can be told by its name only, since the object is not known: it may be any that has an attribute of that name.

    ``read`` are attributes; ``set`` are all that are set, ``set_somewhere`` those of objects that are not known, each with how the
    code calls it and the row, these also with the place of the expression for the object; ``strays`` are all changes of such objects.
    """

    read: frozenset[str]
    set: Mapping[str, tuple[str, int]]
    set_somewhere: Mapping[str, tuple[str, int, Place]]
    strays: tuple[Stray, ...]


class StackRead(NamedTuple):
    """The stack is looked at: by which expression, on which row, in which function, and whose it is, if that is known.

    ``asked`` is a class of which it is asked no more than whether it is a layer.
    """

    text: str
    row: int
    function: str
    owner: Application | None
    asked: Value | None = None


class Effects(NamedTuple):
    """What running one statement does; ``names`` and ``bound`` are those of its own block, ``words`` how it calls what it reads.

    ``last_names`` are those of all variables and attributes that are read, ``parts`` those of attributes and the keys that may be
    asked for; ``reads_whole`` says that it goes through something. ``modules`` are those that keep an object of which something is
    asked: `log.level`. ``functions`` are those of the program that it runs, each by its place.
    ``modelled`` are modules whose models say all that they do; ``runs_modules`` says that it imports modules of the project,
    ``imports_unknown`` that it imports such as are not known by their names, ``runs_files`` that it runs files that are not followed.
    """

    reads: frozenset[Location]
    last_names: frozenset[str]
    parts: frozenset[str]
    reads_whole: bool
    modules: frozenset[str]
    by_name: ByName
    words: dict[Location, str]
    changes: tuple[Change, ...]
    names: frozenset[str]
    bound: frozenset[str]
    reads_environment: frozenset[Variable]
    files_read: frozenset[FileName]
    files_written: frozenset[FileName]
    sets_environment: tuple[Setting, ...]
    reads_stack: tuple[StackRead, ...]
    imports: frozenset[str]
    functions: frozenset[Place]
    modelled: frozenset[str] = frozenset()
    runs_modules: bool = False
    imports_unknown: bool = False
    runs_files: bool = False


def effects_of(machine: Machine, step: Step) -> Effects:
    statement = step.block[step.position]
    frame = machine.frames[step.activation]
    own = Piece(list(immediate(statement)), frame, None, frozenset())
    called = pieces_called(machine, step)
    imported = pieces_imported(machine, [own, *called], step)
    calls = [call for piece in imported for call in calls_in(machine, piece.nodes, piece.frame)]
    further = followed(machine, [*calls, *fields_made(machine, own)])
    pieces = [own, *called, *imported, *further]
    reads: set[Location] = set()
    changes: list[Change] = []
    for piece in pieces:
        reads |= set(locations_read(machine, piece))
        for change in changes_of(machine, piece):
            changes.append(change if piece is own else called_from(change, piece, statement.lineno))
    for piece in (*imported, *further) if imported else ():
        changes += (called_from(change, piece, statement.lineno) for change in parts_changed(machine, piece))
    names = frozenset(node.id for node in own.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    receiving = receivers_in(machine, own)
    calls_of_program = [
        node
        for piece in pieces
        if not piece.frame.module.is_library
        for node in piece.nodes
        if isinstance(node, ast.Call)
    ]
    # How often a `while` turns, and with what, is not followed.
    turns = any(isinstance(node, ast.While) for piece in pieces for node in piece.nodes)
    bound = frozenset(name for name, change in names_bound(own.nodes).items() if not _extends_list(machine, own, name))
    return Effects(
        frozenset(reads),
        frozenset(
            name
            for piece in pieces
            for node in piece.nodes
            if id(node) not in receiving and (name := name_read(node)) not in piece.private
        ),
        frozenset(part for piece in pieces for node in piece.nodes if (part := part_read(node)) is not None),
        any(reads_whole(node) for piece in pieces for node in piece.nodes),
        frozenset(module for piece in pieces for module in modules_asked(machine, piece)),
        by_name(machine, pieces, statement.lineno),
        words_of(machine, own),
        tuple(changes),
        names,
        bound,
        frozenset(variable for piece in pieces for variable in variables_read(machine, piece)),
        frozenset(file for piece in pieces for file in files_read(machine, piece)),
        frozenset(file for piece in pieces for file in files_written(machine, piece)),
        tuple(
            setting._replace(
                is_inner=piece.function is not None or piece.frame.module is not step.module,
                is_followed=setting.is_followed and not turns,
            )
            for piece in pieces
            for setting in settings_made(machine, piece)
        ),
        tuple(read for piece in pieces for read in stack_reads(machine, piece)),
        frozenset(name for piece in pieces for name in names_imported(piece)),
        frozenset(place_in(piece, piece.function.node) for piece in pieces if piece.function is not None),
        machine.modules.modelled,
        any(not piece.frame.module.is_library for piece in imported),
        any(is_import_of_unknown(node) for node in calls_of_program),
        any(last_of(node.func) in _LOADERS for node in calls_of_program),
    )


_LOADERS = frozenset(["run_path", "run_module", "exec_module", "load_module"])


def is_import_of_unknown(call: ast.Call) -> bool:
    """`import_module(f"plugins.{name}")`."""
    is_import = last_of(call.func) in ("import_module", "__import__") and bool(call.args)
    return is_import and any(isinstance(node, ast.Name) for node in nodes_in(call.args[0]))


def receivers_in(machine: Machine, own: Piece) -> frozenset[int]:
    """The nodes of `app` in `app.add_middleware(...)`: what is registered reads nothing of what the application holds."""
    return frozenset(
        id(part)
        for node in own.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_middleware"
        if isinstance(value_of(machine, node.func, own.frame), Native)
        for part in nodes_in(node.func.value)
    )


def called_from(change: Change, piece: Piece, row: int) -> Change:
    """A change inside a function or module, told from where the statement calls or imports it."""
    if piece.function is None:
        verb = f"{change.verb} when `{piece.frame.module.name}` is imported,"
        return change._replace(verb=verb, row=row, inner=True, imported=True)
    name = getattr(piece.function.node, "name", "<lambda>")
    where = "in" if "`" in change.verb else "by"  # `.update(...)` changes it in the function
    return change._replace(verb=f"{change.verb} {where} `{name}(...)`, which is called", row=row, inner=True)


def _extends_list(machine: Machine, piece: Piece, name: str) -> bool:
    """`layers += [...]` changes a list in place: the name goes on standing for it."""
    return any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == name
        and isinstance(value_of(machine, node.target, piece.frame), ListObject)
        for node in piece.nodes
    )


# Reads


def locations_read(machine: Machine, piece: Piece) -> Iterator[Location]:
    for node in piece.nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                if name not in piece.private:
                    yield variable(name, piece.frame)
                    yield from _builtin(name, piece.frame)
                # What a list or dict holds is read with it, whoever else calls it by another name.
                yield from _contents(value := value_of(machine, node, piece.frame))
                yield from map(_configuration, _settings_classes(value))
            case ast.Attribute(value=base, attr=name, ctx=ast.Load()):
                yield from attribute_locations(machine, base, name, piece.frame)
                yield from _contents(value := value_of(machine, node, piece.frame))
                yield from map(_configuration, _settings_classes(value))
            case ast.AugAssign(target=ast.Name(id=name)) if name not in piece.private:
                yield variable(name, piece.frame)
            case ast.Subscript(value=base, ctx=ast.Load()):
                yield from attribute_locations(machine, base, None, piece.frame)
                yield from _contents(value_of(machine, base, piece.frame), _DEEP)
            case ast.Call():
                yield from _call_reads(machine, piece, node)
            case ast.Compare() | ast.BinOp() | ast.BoolOp() | ast.UnaryOp() | ast.FormattedValue() | ast.Starred():
                for operand in children_of(node):
                    yield from attribute_locations(machine, operand, None, piece.frame)
            case ast.IfExp(test=part) | ast.If(test=part) | ast.While(test=part) | ast.Match(subject=part):
                yield from attribute_locations(machine, part, None, piece.frame)
            case ast.For(iter=part) | ast.comprehension(iter=part) | ast.keyword(arg=None, value=part):
                yield from attribute_locations(machine, part, None, piece.frame)
    if piece.function is not None:
        yield Location(("function", id(piece.function.node)), "__code__")


def _settings_classes(value: Value) -> list[Class]:
    """A class of settings, and those that it derives from: what its objects read is told by all of them."""
    entries = linearized(value) if isinstance(value, Class) else ()
    return [entry for entry in entries if isinstance(entry, Class)] if any(map(is_settings_class, entries)) else []


def _configuration(cls: Class) -> Location:
    """Where a class of settings keeps from where its objects are filled."""
    return Location(("settings", id(cls.node)), "model_config")


def _builtin(name: str, frame: Frame) -> Iterator[Location]:
    """A name that nobody binds here is one of `builtins`, which anybody may set there."""
    if name not in frame.names and name not in frame_of(frame.module).names:
        yield Location(("external", "builtins"), name)


def modules_asked(machine: Machine, piece: Piece) -> Iterator[str]:
    """The modules that keep an object which is asked for something, other than to log with it."""
    told = {
        id(node.func.value)
        for node in piece.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGS
    }
    for node in piece.nodes:
        if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in told:
            value = value_of(machine, node, piece.frame)
            value = value.instance if isinstance(value, BaseMethod) else value
            if isinstance(value, Instance) and isinstance(value.cls, External):
                yield from [value.cls.dotted.partition(".")[0]] if value.cls.dotted in GIVES_KEPT else []


def by_name(machine: Machine, pieces: list[Piece], row: int) -> ByName:
    """What is read and set of objects that are not known."""
    read: set[str] = set()
    sets: dict[str, tuple[str, int]] = {}
    somewhere: dict[str, tuple[str, int, Place]] = {}
    strays: list[Stray] = []

    runs_again = any(starts_anew(node) for piece in pieces for node in piece.nodes)
    for piece in pieces:
        is_new = not runs_again and makes_object(piece)
        changed: list[Stray] = []
        loggers: frozenset[str] | None = None
        for node in piece.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                read |= set() if is_known(machine, node.value, piece) else {node.attr}
            elif isinstance(node, ast.Attribute) and not (is_new and path_of(node.value) == ("self",)):
                sets.setdefault(node.attr, (ast.unparse(node), row))
                if root_of(node.value) is not None and not is_known(machine, node.value, piece):
                    base = node.value
                    place = (piece.frame.module.path, base.lineno, base.col_offset)
                    somewhere.setdefault(node.attr, (ast.unparse(node), row, place))
            stray = stray_in(machine, piece, node, row)
            if stray is not None and (attribute := attribute_of_logger(node)) is not None:
                if loggers is None:
                    loggers = frozenset() if piece.function is None else loggers_in(piece.function.node, piece.nodes)
                stray = (
                    stray if not is_of_logger(machine, attribute.value, piece, loggers) else of_logger(stray, attribute)
                )
            changed += [stray] if stray is not None else []
        made = made_in(machine, piece) if changed else frozenset()
        strays += [stray._replace(new=made) for stray in changed]
    return ByName(frozenset(read), sets, somewhere, tuple(strays))


# Lists and switches of a logger, which hold nothing that a program reads other than by their names.
_OF_LOGGERS = frozenset(["handlers", "filters", "propagate", "disabled"])


def attribute_of_logger(node: ast.AST) -> ast.Attribute | None:
    """`root.handlers` in `root.handlers.clear()` and in `root.handlers = []`."""
    base = node if isinstance(node, ast.Attribute) else changed_base(node)
    return base if isinstance(base, ast.Attribute) and base.attr in _OF_LOGGERS else None


def is_of_logger(machine: Machine, owner: ast.expr, piece: Piece, loggers: frozenset[str]) -> bool:
    if is_logger(owner) or (isinstance(owner, ast.Name) and owner.id in loggers):
        return True
    value = value_of(machine, owner, piece.frame)
    return isinstance(value, Instance) and value.cls == External("logging.getLogger")


def of_logger(stray: Stray, attribute: ast.Attribute) -> Stray:
    """It is asked for by the name of the attribute, whoever has the logger."""
    return stray._replace(names=frozenset([attribute.attr]), is_direct=True, part=attribute.attr)


def made_in(machine: Machine, piece: Piece) -> frozenset[str]:
    """The names of a function that is called for what it makes itself: `parser = ArgumentParser()`."""

    def is_library_class(function: ast.expr) -> bool:
        value = value_of(machine, function, piece.frame)
        return isinstance(value, External) and last_name(value.dotted)[:1].isupper()

    if piece.function is None:
        return frozenset()
    return new_locals(piece.function.node, piece.nodes, parsers_in(piece.frame.module.tree), is_library_class)


def makes_object(piece: Piece) -> bool:
    """Whether code is a constructor, whose `self` nobody has yet: not where `__new__` may give an object that there is."""
    function = piece.function
    return (
        function is not None
        and function.owner is not None
        and getattr(function.node, "name", "") == "__init__"
        and function.owner.meta is None
        and not any(
            isinstance(entry, Class) and ("__new__" in entry.names or sets_all_attributes(entry.node))
            for entry in linearized(function.owner)
        )
    )


def starts_anew(node: ast.AST) -> bool:
    """`settings.__init__(path)`, of an object that there is; `super().__init__(path)` is none."""
    match node:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return False
    return isinstance(node, ast.Attribute) and node.attr == "__init__"


def is_known(machine: Machine, base: ast.expr, piece: Piece) -> bool:
    """Whether it is known which object an expression stands for."""
    return path_of(base) == ("self",) or all(
        (owner_of(part) and not shares_attributes(part)) or isinstance(part, Constant)
        for part in alternatives(value_of(machine, base, piece.frame))
    )


def stray_in(machine: Machine, piece: Piece, node: ast.AST, row: int) -> Stray | None:
    """The change of an object that is not known which a node makes."""
    base = changed_base(node)
    root = root_of(base) if base is not None else None
    if base is None or root is None or counts_up(node, piece):
        return None
    if value_of(machine, base, piece.frame) in ENVIRONMENT:  # of which variables are read and set is asked apart
        return None
    # What a name stood for before `|=` is not what it stands for at the end.
    is_anew = isinstance(node, ast.AugAssign)
    is_given_back = root is not base and is_kept_by_a_library(value_of(machine, root, piece.frame))
    if not is_anew and not is_given_back and is_known(machine, root, piece):
        return None
    if isinstance(node, ast.Call) and is_generator(value_of(machine, base, piece.frame)):
        return None  # to go on with it, or to end it, runs its code, which is looked at
    if isinstance(node, ast.Call) and is_waited_for(machine, piece, base, node):
        return None  # what that runs is followed
    place = piece.frame.module.path, base.lineno, base.col_offset
    # `tools["settings"]().update(...)` changes what the function gives, which the dict holds.
    is_direct = root is base and not (isinstance(root, ast.Call) and not isinstance(root.func, ast.Name))
    return Stray(names_in(root), is_direct, part_of(node), ast.unparse(base), row, place)


def is_waited_for(machine: Machine, piece: Piece, base: ast.expr, call: ast.Call) -> bool:
    """`pool.submit(load, options).result()`, `Thread(target=load).start()`: it does no more than to run what it is given there.

    What was begun before may end meanwhile.
    """
    if not isinstance(base, ast.Call):
        return False
    while isinstance(base, (ast.Call, ast.Attribute)) and path_of(base) is None:
        base = base.func if isinstance(base, ast.Call) else base.value
    while isinstance(base, ast.Attribute) and not isinstance(
        value_of(machine, base, piece.frame), (External, Instance)
    ):
        base = base.value
    value = value_of(machine, base, piece.frame)
    made = value.cls if isinstance(value, Instance) else value
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    # `Path("audit.log").touch()`: which files, is asked apart.
    if isinstance(value, External) and is_unchangeable(value.dotted):
        return True
    if not isinstance(made, External) or not made.dotted.startswith(("threading.", "concurrent.futures.")):
        return False
    return method in RUNNING_METHODS or method == "result"


def is_generator(value: Value) -> bool:
    return isinstance(value, Lazy) and value.function is not None


def counts_up(node: ast.AST, piece: Piece) -> bool:
    """`n += 1` below `n = 0` or `nonlocal n`: a name is bound anew, which is told from others of the same name, and no object is
    changed.
    """
    if isinstance(node, ast.AugAssign) and is_of_class(node, piece):
        return True
    match node:
        case ast.AugAssign(target=ast.Name(id=name), value=ast.Constant(value=int() | float() | str())):
            shared = (part for part in piece.nodes if isinstance(part, (ast.Global, ast.Nonlocal)))
            return name in piece.private or any(name in part.names for part in shared)
        case ast.AugAssign(target=ast.Name(id=name)) if name in piece.private and piece.function is not None:
            return is_plain_local(piece, name)
    return False


def is_of_class(node: ast.AugAssign, piece: Piece) -> bool:
    return any(isinstance(cls, ast.ClassDef) and node in counted_in(cls) for cls in piece.nodes)


def is_plain_local(piece: Piece, name: str) -> bool:
    """Whether all that a function ever binds one of its names to is a number or text that it writes or works out itself."""
    given: list[ast.expr] = []
    bound = 0
    for node in piece.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=other)], value=value) if other == name:
                given.append(value)
            case ast.AugAssign(target=ast.Name(id=other)) if other == name:
                bound -= 1  # its target counts as a name that is bound
            case ast.Name(id=other, ctx=ast.Store()) if other == name:
                bound += 1
    assert piece.function is not None
    is_given = any(isinstance(node, ast.arg) and node.arg == name for node in nodes_in(piece.function.node.args))
    is_whole = 0 < len(given) == bound and not is_given
    return is_whole and all(isinstance(value, (ast.Constant, ast.JoinedStr)) for value in given)


def reads_whole(node: ast.AST) -> bool:
    """Whether a node asks for more of something than a part that it names."""
    match node:
        case ast.Starred() | ast.For() | ast.comprehension() | ast.keyword(arg=None):
            return True
        case ast.Compare(ops=operators):
            return any(isinstance(operator, (ast.In, ast.NotIn)) for operator in operators)
        case ast.BinOp(op=ast.Mod(), right=right):  # `"%(key)s" % options`
            return not isinstance(right, (ast.Constant, ast.Tuple))
        case ast.Subscript(slice=index):
            return not isinstance(index, ast.Constant)
        case ast.Call(func=ast.Attribute(attr="get" | "pop" | "setdefault"), args=[key, *_]):
            return not isinstance(key, ast.Constant)
        case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys" | "copy")):
            return True
        case ast.Call(func=ast.Name(id=name), args=[_, *_]):
            return name in CHANGES_NOTHING
    return False


def part_read(node: ast.AST) -> str | None:
    """An attribute or key that may be asked for; a name may be that of an argument."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Constant(value=str() | int() as key):
            return str(key)
    return None


def part_of(node: ast.AST) -> str | None:
    """The attribute or key that is set, where it is known."""
    match node:
        case ast.Attribute(attr=name) if name not in ("__class__", "__dict__"):
            return name
        case ast.Subscript(slice=ast.Constant(value=key)):
            return str(key)
    return None


def changed_base(node: ast.AST) -> ast.expr | None:
    """The expression for an object of which a node changes something."""
    match node:
        case (
            ast.Attribute(value=base, ctx=ast.Store() | ast.Del())
            | ast.Subscript(value=base, ctx=ast.Store() | ast.Del())
        ):
            return base
        case ast.AugAssign(target=ast.Name() as target):
            return target
        case ast.Call(func=ast.Attribute(value=base, attr=name)) if not is_reading_name(name) and name not in LOGS:
            return base
    return None


def is_kept_by_a_library(value: Value) -> bool:
    """Whether an object is a library's, which gives back what it was given: a queue."""
    return any(
        isinstance(part, External) or (isinstance(part, Instance) and isinstance(part.cls, External))
        for part in alternatives(value)
    )


def shares_attributes(value: Value) -> bool:
    """Whether the attributes of an object may be those of others: `self.__dict__ = cls._shared`."""
    own = value.cls if isinstance(value, Instance) else None
    return isinstance(own, Class) and sets_all_attributes(own.node)


@once
def sets_all_attributes(cls: ast.ClassDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "__dict__" and isinstance(node.ctx, ast.Store)
        for node in nodes_in(cls)
    )


def root_of(base: ast.expr) -> ast.expr | None:
    """What an object is reached from, as far as the machine follows the way: None for one that is made there."""
    match base:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CHANGES_NOTHING:
            return None
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=inner)):
            return root_of(inner)
        case ast.Name() | ast.Call():
            return base
    return None


def name_read(node: ast.AST) -> str:
    """The last name of a variable or attribute that is read; of parts and calls, PARTS."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
            return name
        case ast.Subscript(ctx=ast.Load()) | ast.Starred():
            return PARTS
        case ast.Import() | ast.ImportFrom():
            return "__import__"
    return ""


def words_of(machine: Machine, piece: Piece) -> dict[Location, str]:
    """How a statement itself calls what it reads: functions know it by the names of their parameters."""
    words: dict[Location, str] = {}
    for node in piece.nodes:
        match node:
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()) if path_of(node):
                for owner in attribute_locations(machine, node, None, piece.frame):
                    words.setdefault(owner, ast.unparse(node))
                if isinstance(node, ast.Attribute):
                    for location in attribute_locations(machine, node.value, node.attr, piece.frame):
                        words[location] = ast.unparse(node)
    return words


def _contents(value: Value, depth: int = 0) -> Iterator[Location]:
    """What a list or dict holds, or one whose method it is; ``depth`` says how deep an object is looked into."""
    for part in alternatives(value):
        match part:
            case ListObject() | DictObject():
                yield Location(("object", id(part)), None)
            case Native(owner=ListObject() | DictObject() as owner):
                yield Location(("object", id(owner)), None)
            case Instance(attributes=attributes) if depth:
                yield Location(("object", id(part)), None)
                for held in [*attributes.values()]:
                    yield from _contents(held, depth - 1)


def _call_reads(machine: Machine, piece: Piece, call: ast.Call) -> Iterator[Location]:
    """What a call that is not at hand may change it may read as well, and a method all that its object has."""
    yield from (change.location for change in _call_changes(machine, piece, call))
    name = last_name(ast.unparse(call.func))
    if name in CHANGES_NOTHING:
        for argument in call.args:
            yield from attribute_locations(machine, argument, _asked_for(machine, piece, call, name), piece.frame)
    if not isinstance(call.func, ast.Attribute) or isinstance(value_of(machine, call.func, piece.frame), Function):
        return
    if not is_fixed(machine, value_of(machine, call.func.value, piece.frame)):
        yield from attribute_locations(machine, call.func.value, None, piece.frame)


def _asked_for(machine: Machine, piece: Piece, call: ast.Call, name: str) -> str | None:
    """`title` in `getattr(app.state, "title", None)`; what is no state of an application may look elsewhere for it."""
    match call.args:
        case [owner, ast.Constant(value=str(asked)), *_] if name in ("getattr", "hasattr"):
            values = alternatives(value_of(machine, owner, piece.frame))
            is_state = all(isinstance(part, Native) and part.name == "state" for part in values)
            return asked if is_state else None
    return None


_STACKS = ("user_middleware", "middleware_stack")


def classes_asked(nodes: list[ast.AST]) -> dict[int, ast.expr]:
    """The stacks of which is asked whether a class is a layer, each by its node: `any(layer.cls is Trace for layer in stack)`."""
    found: dict[int, ast.expr] = {}
    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Name(id="any" | "all" as name),
                args=[
                    ast.GeneratorExp(
                        elt=ast.Compare(
                            left=ast.Attribute(value=ast.Name(id=layer), attr="cls"),
                            ops=[operator],
                            comparators=[asked],
                        ),
                        generators=[ast.comprehension(target=ast.Name(id=target), iter=stack, ifs=[])],
                    )
                ],
            ) if layer == target and isinstance(operator, ast.Is if name == "any" else ast.IsNot):
                found[id(stack)] = asked
    return found


def stack_reads(machine: Machine, piece: Piece) -> Iterator[StackRead]:
    name = getattr(piece.function.node, "name", "") if piece.function is not None else ""
    classes = classes_asked(piece.nodes)
    for node in (*nodes_of_stack(piece.nodes), *names_of_stack(machine, piece)):
        value = value_of(machine, node.value, piece.frame) if isinstance(node, ast.Attribute) else None
        owner = value if isinstance(value, Application) else None
        if isinstance(node, ast.Name) and isinstance(held := value_of(machine, node, piece.frame), StackList):
            owner = held.application
        # `getattr(app, ...)`
        asking = (call for call in piece.nodes if isinstance(call, ast.Call) and node in call.args)
        asked = classes.get(id(node))
        asked_for = None if asked is None else value_of(machine, asked, piece.frame)
        yield StackRead(ast.unparse(next(asking, node)), node.lineno, name, owner, asked_for)


def names_of_stack(machine: Machine, piece: Piece) -> Iterator[ast.Name]:
    """`layers` of `layers = app.user_middleware`, other than to register something on it."""
    edits = edits_of_stack(piece.nodes)
    for node in piece.nodes:
        match node:
            case ast.Name(ctx=ast.Load()) if id(node) not in edits:
                if isinstance(value_of(machine, node, piece.frame), StackList):
                    yield node


def edits_of_stack(nodes: list[ast.AST]) -> frozenset[int]:
    """The nodes of what is appended to."""
    edits = {
        id(node.func.value)
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("append", "insert", "extend")
    }
    return frozenset(edits | {id(node.target) for node in nodes if isinstance(node, ast.AugAssign)})


def nodes_of_stack(nodes: list[ast.AST]) -> Iterator[ast.Attribute | ast.Constant]:
    """`app.user_middleware`, other than to register something on it, and `getattr(app, "user_middleware")`."""
    edits = edits_of_stack(nodes)
    for node in nodes:
        match node:
            case ast.Attribute(attr=name) | ast.Constant(value=str(name)) if name in _STACKS and id(node) not in edits:
                yield node


# Changes


def changes_of(machine: Machine, piece: Piece) -> Iterator[Change]:
    frame = piece.frame
    for name, bound in names_bound(piece.nodes).items():
        if name in piece.private or (bound.verb == "is imported" and is_bound_again(machine, name, frame)):
            continue
        verb = "may be changed by `+=`" if _extends_list(machine, piece, name) else bound.verb
        yield Change(variable(name, frame), name, verb, bound.row)
    yield from _frame_changes(machine, piece)
    if piece.function is not None and is_cached(piece.function):
        kept = piece.function.node
        text = f"{getattr(kept, 'name', '')}.cache_info()"
        yield Change(Location(("function", id(kept)), "cache_info"), text, "is changed", kept.lineno)
    for node in piece.nodes:
        row = getattr(node, "lineno", 0)
        yield from _inner_changes(machine, piece, node, row)
        yield from _configuration_changes(machine, piece, node, row)
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from _submodules_bound(machine, piece, node)
        match node:
            case ast.Attribute(value=base, attr=name, ctx=ast.Store() | ast.Del()):
                given = None if name in _ALL_OF_IT else name
                verb = "is deleted" if isinstance(node.ctx, ast.Del) else "is assigned"
                yield from _change(machine, piece, base, given, ast.unparse(node), verb, row)
            case ast.Subscript(value=base, ctx=ast.Store() | ast.Del()):
                yield from _item_change(machine, piece, node, base, row)
            case ast.Subscript(value=base, ctx=ast.Load()) if is_filled_by_looking(value_of(machine, base, frame)):
                yield from _change(machine, piece, base, None, ast.unparse(base), "may be changed by `[...]`", row)
            case ast.AugAssign(target=ast.Name() as target):
                written = ast.unparse(node).split(" ", 2)[1]  # `|=`
                yield from _change(machine, piece, target, None, target.id, f"may be changed by `{written}`", row)
            case ast.ImportFrom() if piece.function is None and not piece.private:
                yield from _star_changes(machine, piece, node)
            case ast.Call():
                yield from _call_changes(machine, piece, node)
            case ast.FunctionDef(decorator_list=decorators) | ast.ClassDef(decorator_list=decorators):
                for part in decorators:
                    if isinstance(part, ast.Attribute):  # `@secret_for.register`
                        called = ast.Call(part, [], [], lineno=row, col_offset=part.col_offset)
                        yield from _receiver_changes(machine, piece, called, part, value_of(machine, part, frame))


def parts_changed(machine: Machine, piece: Piece) -> Iterator[Change]:
    """What code changes of an object's parts: of `settings` in `settings["session"]["cookie"] = "shop"`."""
    for node in piece.nodes:
        base = changed_base(node)
        root = root_of(base) if base is not None and path_of(base) is None else None
        if root is not None:
            row = getattr(node, "lineno", 0)
            for change in _change(machine, piece, root, None, ast.unparse(root), "is changed", row):
                yield change._replace(is_part=True)


_NAMESPACES = frozenset(["f_globals", "f_locals", "f_builtins", "__globals__"])  # of a frame, and of a function


def _frame_changes(machine: Machine, piece: Piece) -> Iterator[Change]:
    """What has the names of a frame, other than to read one of them, may bind any name of any module."""
    reading: set[int] = set()
    named: dict[int, str] = {}
    for node in piece.nodes:
        match node:
            case ast.Subscript(value=base, ctx=ast.Load()):
                reading.add(id(base))
            case ast.Call(func=ast.Attribute(value=base, attr=name)) if is_reading_name(name):
                reading.add(id(base))
            case ast.Call(func=ast.Name(id=name), args=given) if name in CHANGES_NOTHING:
                reading |= {id(one) for one in given}
            case ast.Compare(comparators=others):
                reading |= {id(other) for other in others}
            case ast.Subscript(value=ast.Attribute() as base, slice=ast.Constant(value=str(key))):
                named[id(base)] = key
    for node in piece.nodes:
        if isinstance(node, ast.Attribute) and node.attr in _NAMESPACES and id(node) not in reading:
            known = named.get(id(node))
            verb = f"`{node.attr}`" if known is None else "is assigned"
            for module in _modules_named_by(machine, piece, node):
                yield Change(Location(("frame", id(frame_of(module))), known), known or "*", verb, node.lineno)


def _modules_named_by(machine: Machine, piece: Piece, node: ast.Attribute) -> list[Module]:
    """The modules whose names `load.__globals__` may be: that of a function that is known, else all of the program."""
    function = value_of(machine, node.value, piece.frame)
    if isinstance(function, Function):
        return [function.frame.module]
    return [module for module in machine.modules.parsed() if not module.is_library]


def _inner_changes(machine: Machine, piece: Piece, node: ast.AST, row: int) -> Iterator[Change]:
    """`get.__closure__[0].cell_contents = ...`, `inspect.signature(get).parameters["x"].default.append(...)`: of the function."""
    base = changed_base(node)
    inner: ast.AST | None = base
    while isinstance(inner, (ast.Attribute, ast.Subscript, ast.Call)):
        below = inner.func if isinstance(inner, ast.Call) else inner.value
        given = inner.args if isinstance(inner, ast.Call) else []
        own = [below] if isinstance(inner, ast.Attribute) and inner.attr in _ALL_OF_IT else given
        for part in own:
            if isinstance(value_of(machine, part, piece.frame), Function):
                yield from _change(machine, piece, part, None, ast.unparse(part), "is changed", row)
        inner = below


def _configuration_changes(machine: Machine, piece: Piece, node: ast.AST, row: int) -> Iterator[Change]:
    """`Settings.model_config["env_prefix"] = "TEST_"`: running the program does not tell what its objects then read."""
    base = node if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) else changed_base(node)
    if isinstance(base, ast.Attribute) and base.attr == "model_config":
        for cls in _settings_classes(value_of(machine, base.value, piece.frame))[:1]:
            yield Change(_configuration(cls), ast.unparse(base), "is changed", row)


def _submodules_bound(machine: Machine, piece: Piece, node: ast.Import | ast.ImportFrom) -> Iterator[Change]:
    """Importing `tenant.name` binds `name` in `tenant`, which may be something else there."""
    named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [absolute(node, piece.frame)]
    for dotted in named:
        package, _, name = dotted.rpartition(".")
        parent, module = machine.modules.find(package) if package else None, machine.modules.find(dotted)
        if parent is None or module is None or parent.is_library:
            continue
        held = machine.resolved(machine.global_of(parent, name) or ModuleValue(module))
        if held != ModuleValue(module):
            yield Change(Location(("frame", id(frame_of(parent))), name), dotted, "is imported", node.lineno)


def is_filled_by_looking(value: Value) -> bool:
    """Whether asking for a key may put it in: of a `defaultdict`."""
    return isinstance(value, DictObject) and value.factory is not None


def _change(
    machine: Machine, piece: Piece, base: ast.AST, name: str | None, text: str, verb: str, row: int
) -> Iterator[Change]:
    for location in attribute_locations(machine, base, name, piece.frame):
        is_unknown = location.owner[0] == "path"
        if not (is_unknown and (path_of(base) or ("",))[0] in piece.private):
            yield Change(location, text, verb, row, place=place_in(piece, base) if is_unknown else None)


def place_in(piece: Piece, node: ast.AST) -> Place:
    return piece.frame.module.path, node.lineno, node.col_offset  # type: ignore[attr-defined]


def _item_change(machine: Machine, piece: Piece, node: ast.Subscript, base: ast.expr, row: int) -> Iterator[Change]:
    text = ast.unparse(base)
    if value_of(machine, base, piece.frame) in ENVIRONMENT:  # of which variables are read and set is asked apart
        return
    match base:
        case ast.Call(func=ast.Name(id="globals" | "vars" | "locals"), args=[]):
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            named = key if isinstance(key, str) else None
            verb = "is assigned" if named else f"`{text}[...]`"
            yield Change(Location(("frame", id(frame_of(piece.frame.module))), named), named or "*", verb, row)
        case ast.Attribute(value=holder, attr="__dict__") | ast.Call(func=ast.Name(id="vars"), args=[holder]):
            yield from _change(machine, piece, holder, None, ast.unparse(holder), "is changed", row)
        case ast.Attribute(value=holder, attr=name):
            yield from _change(machine, piece, holder, name, text, "is changed", row)
            yield from _change(machine, piece, base, None, text, "is changed", row)
        case _:
            yield from _change(machine, piece, base, None, text, "is changed", row)


def _star_changes(machine: Machine, piece: Piece, node: ast.ImportFrom) -> Iterator[Change]:
    """The names that a star import binds: all, when they are not known."""
    if any(alias.name == "*" for alias in node.names):
        names = star_imported(machine, absolute(node, piece.frame))
        verb = f"`{ast.unparse(node)}`" if names is None else "is imported"
        for name in [None] if names is None else names:
            yield Change(Location(("frame", id(piece.frame)), name), name or "*", verb, node.lineno)


def _call_changes(machine: Machine, piece: Piece, call: ast.Call) -> Iterator[Change]:
    """What a call may change: the object of its method, what it is given, and what `setattr` and `exec` are told to."""
    maker = call.func.func if isinstance(call.func, ast.Call) else call.func  # `itemgetter("dsn")(conf)`
    name, row = ast.unparse(maker), call.lineno
    callee = value_of(machine, call.func, piece.frame)
    if name == "globals().update" or (name in ("exec", "eval") and len(call.args) < 2):
        yield Change(Location(("frame", id(frame_of(piece.frame.module))), None), "*", f"`{name}(...)`", row)
        return
    if name in _SETTING and len(call.args) > 1 and not _may_run_setter(machine, piece, call, name):
        given = call.args[1].value if isinstance(call.args[1], ast.Constant) else None
        attribute = given if isinstance(given, str) else None
        text = f"{ast.unparse(call.args[0])}.{attribute or '*'}"
        yield from _change(machine, piece, call.args[0], attribute, text, "is assigned", row)
        return
    if isinstance(call.func, ast.Attribute):
        yield from _receiver_changes(machine, piece, call, call.func, callee)
    if last_name(name) in CHANGES_NOTHING or any(
        _keeps_arguments(part, last_name(name)) for part in alternatives(callee)
    ):
        return
    is_text = isinstance(call.func, ast.Attribute) and call.func.attr in _OF_TEXTS
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if is_text and gives_each_time(value_of(machine, argument, piece.frame)):
            continue
        is_reloaded = last_name(name) == "reload"
        if path_of(argument) is None or (
            is_fixed(machine, value_of(machine, argument, piece.frame)) and not is_reloaded
        ):
            continue
        text = ast.unparse(argument)
        chosen = place_in(piece, call.func) if isinstance(call.func, ast.Subscript) else None
        for change in _change(
            machine, piece, argument, None, text, f"is handed to `{name}(...)`, which may change it,", row
        ):
            yield change._replace(call=chosen)


def _may_run_setter(machine: Machine, piece: Piece, call: ast.Call, name: str) -> bool:
    """`object.__setattr__(settings, "region", "us")`, where the class has more than a default under that name, or is not known."""
    if name in ("setattr", "delattr"):
        return False
    match call.args[1], value_of(machine, call.args[0], piece.frame):
        case ast.Constant(value=str(attribute)), Instance(cls=Class() as cls):
            entries = linearized(cls)
            held = [entry.names.get(attribute) for entry in entries if isinstance(entry, Class)]
            is_own = all(isinstance(entry, Class) or entry.dotted == "builtins.object" for entry in entries)
            return not is_own or not all(value is None or isinstance(value, Constant) for value in held)
    return True


_SETTING = frozenset(["setattr", "delattr", "object.__setattr__", "object.__delattr__"])
_OF_TEXTS = frozenset(["join", "format", "format_map"])  # methods that go through what they are given


def gives_each_time(value: Value) -> bool:
    """Whether to go through something takes nothing out of it, as far as it is known: it is no iterator."""
    match value:
        case Instance(cls=External(dotted)):
            return dotted.startswith("collections.")
    return isinstance(value, (ListObject, DictObject, TupleValue, Instance))


def _receiver_changes(
    machine: Machine, piece: Piece, call: ast.Call, function: ast.Attribute, callee: Value
) -> Iterator[Change]:
    method, base, row = function.attr, function.value, call.lineno
    if method in LOGS or any(isinstance(part, (Function, Class)) for part in alternatives(callee)):
        return
    verb = f"may be changed by `.{method}(...)`"
    is_own_dict = isinstance(base, ast.Call) and ast.unparse(base.func) == "vars" and bool(base.args)
    if (is_own_dict or isinstance(base, ast.Attribute) and base.attr == "__dict__") and is_reading_name(method):
        return
    if isinstance(base, ast.Call) and is_own_dict:
        yield from _change(machine, piece, base.args[0], None, ast.unparse(base.args[0]), verb, row)
        return
    if isinstance(base, ast.Call):  # `get_settings().load()`
        maker = value_of(machine, base.func, piece.frame)
        if isinstance(maker, Function) and not is_reading_name(method):
            yield Change(Location(("function", id(maker.node)), None), ast.unparse(base), verb, row)
        return
    if isinstance(base, ast.Attribute) and base.attr in ("__dict__", "_state"):  # `app.state` keeps its own so
        yield from _change(machine, piece, base.value, None, ast.unparse(base.value), verb, row)
        return
    value = value_of(machine, base, piece.frame)
    if value in ENVIRONMENT:
        return
    # Of a queue: what is asked for a key stays, and so does what a context variable holds.
    takes_out = method == "get" and (_is_queue(value) or not call.args) and not _is_context_variable(value)
    if method == "register" and isinstance(value, Class):  # of an `ABC`: what is an instance of it
        yield from _change(machine, piece, base, None, ast.unparse(base), verb, row)
        return
    is_pure = (is_reading_name(method) and not takes_out) or is_reading_method(value, method)
    # `load.register` is read of the function itself; of one with a cache no more than how often it was asked may be read.
    is_pure = is_pure and (not isinstance(value, Function) or method.startswith("cache_"))
    if isinstance(value, External) and method in CHANGING and is_container(value):  # `sys.path.append(...)`
        yield from _change(machine, piece, base, None, ast.unparse(base), verb, row)
    if is_pure or (is_fixed(machine, value) and not isinstance(value, Function) and not is_object(value)):
        return
    if isinstance(base, ast.Attribute):
        yield from _change(machine, piece, base.value, base.attr, ast.unparse(base), verb, row)
    yield from _change(machine, piece, base, None, ast.unparse(base), verb, row)


def is_reading_method(value: Value, method: str) -> bool:
    """`jobs.qsize`, of a queue of Python's own."""
    return all(
        isinstance(part, Instance) and isinstance(part.cls, External) and only_reads(part.cls.dotted, method)
        for part in alternatives(value)
    )


def _is_queue(value: Value) -> bool:
    """Whether `get` takes an element out, whatever it is given: `jobs.get(timeout=1)`."""
    kinds = (part.cls for part in alternatives(value) if isinstance(part, Instance))
    return any(isinstance(cls, External) and "Queue" in last_name(cls.dotted) for cls in kinds)


def _is_context_variable(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls == External("contextvars.ContextVar")


def _keeps_arguments(callee: Value, name: str) -> bool:
    """Starlette's own calls, and constructors: they keep what they are given, they do not change it.

    A function of the program is looked at by itself.
    """
    if isinstance(callee, (Function, Class, Native, Registrar, StackList)):
        return True
    if isinstance(callee, BaseMethod):
        return name[:1].isupper() or callee.base.startswith(RUNNERS)
    if isinstance(callee, External):
        if callee.dotted.startswith("operator."):
            return name not in CHANGING_OPERATORS
        is_reading = leaves_arguments(callee.dotted) or callee.dotted in RUN_AT_END
        return callee.dotted.startswith((*WEB, *RUNNERS)) or name[:1].isupper() or is_reading
    return False


def is_fixed(machine: Machine, value: Value) -> bool:
    """Nothing that a call does to it changes what an argument reads from it."""
    match value:
        case Alternatives(values):
            return all(is_fixed(machine, part) for part in values)
        case Opaque():
            return value in machine.owners
        case External("sys.argv"):
            return False
        case Native(owner=Application(), name=name):
            return name in ("router", "add_middleware", "middleware")
        case Instance(cls=External(dotted)) | BaseMethod(base=dotted):
            return is_unchangeable(dotted) or dotted.startswith("secrets.")
    fixed = (Constant, Application, Wrapped, Class, Function, External, ModuleValue, Registrar, StackList)
    return isinstance(value, fixed)


def is_container(value: External) -> bool:
    """A list or dict that a module of Python's own has, as far as its name tells: `sys.path`, `mimetypes.types_map`."""
    owner, _, name = value.dotted.rpartition(".")
    return owner in sys.stdlib_module_names and name[:1].islower()


def is_object(value: Value) -> bool:
    """`settings` of a library that is not read, which a method of its own may change: no class, no module of Python's own."""
    if not isinstance(value, External) or "." not in value.dotted or value.dotted.startswith(WEB):
        return False
    return last_name(value.dotted)[:1].islower() and value.dotted.partition(".")[0] not in sys.stdlib_module_names


def ends_block(statement: ast.AST, by_exception: bool = True) -> ast.AST | None:
    """A `return`, `raise`, `yield` or exit that may end the block within this statement.

    Not ``by_exception``: other than by a `raise` or exit under a condition of the statement.
    """
    is_plain = isinstance(statement, (ast.Raise, ast.Expr))
    for node in immediate(statement):
        if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)):
            return node
        is_exit = isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and ast.unparse(node.func) in _EXITS)
        if is_exit and (by_exception or is_plain):
            return node
        if isinstance(node, (ast.Break, ast.Continue)) and not isinstance(
            statement, (ast.For, ast.While, ast.AsyncFor)
        ):
            return node
    return None
