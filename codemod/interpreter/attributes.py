"""What an attribute of a value is: one function for each kind of value."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter import strings
from codemod.interpreter.binding import handlers_of
from codemod.interpreter.calls import bound, find_member
from codemod.interpreter.classes import OBJECT, linearized
from codemod.interpreter.containers import layer_options
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.scope import kept, look, scope_in
from codemod.interpreter.stack_edits import has_started, list_of_started
from codemod.interpreter.values import (
    ASKED,
    UNKNOWN,
    Alternatives,
    Application,
    Arguments,
    BaseMethod,
    Class,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Item,
    KeyValue,
    Layer,
    Lazy,
    ListObject,
    ModuleValue,
    Native,
    Opaque,
    Partial,
    Scope,
    StackList,
    Super,
    TupleValue,
    Unknown,
    Value,
    View,
    Wrapped,
    constant,
    is_asked,
    join,
)
from codemod.library_names import ADOPTING, AT_START, BARE, MODEL, PROPERTIES, STARTED, STARTING, is_native, last_name

if TYPE_CHECKING:
    from typing import Any

_OF_APPLICATIONS = ("add_middleware", "middleware", "user_middleware")


def read_instance(machine: Machine, instance: Instance, name: str, node: ast.AST, frame: Frame) -> Value:
    if f"_{name}_" in instance.attributes and isinstance(instance.cls, Class) and instance.cls.is_enum:
        return instance.attributes[f"_{name}_"]  # from where a member has its `value`, once somebody has set it
    if name in instance.attributes:
        return instance.attributes[name]
    if name == "__class__":
        return instance.cls
    if name == "__dict__":
        own = DictObject()
        own.items, own.of = instance.attributes, instance  # what is written there is an attribute
        return own
    if name == "__annotations__":
        return annotated(instance.cls)
    classes = linearized(instance.cls)
    member = find_member(machine, instance, name, classes, node, frame)
    if member is None:
        made = find_member(machine, instance, "__getattr__", classes, node, frame)
        member = machine.call(made, Arguments((constant(name),)), node, frame) if made is not None else UNKNOWN
        if member == UNKNOWN and name in _OF_APPLICATIONS:
            # Of a mixin, which is an application only with the class beside it.
            whole = instance.attributes.setdefault("\0application", Opaque("self"))
            return machine.attribute(whole, name, node, frame)
        if member == UNKNOWN:
            member = instance.attributes[name] = instance.changed or Opaque(f"{name}", instance)
    if instance.changed is not None and isinstance(member, (Constant, DictObject, ListObject, TupleValue)):
        return instance.changed  # it may have one of its own by now
    return member


def annotated(cls: Value) -> Value:
    """`self.__annotations__`: of the nearest class that has some, only the names are known. The class keeps the dict."""
    for entry in linearized(cls):
        if isinstance(entry, Class) and (names := annotated_names(entry.node)):
            return entry.names.setdefault("__annotations__", DictObject(dict.fromkeys(names, UNKNOWN)))
    return UNKNOWN


def members_at_hand(owner: Instance | Class) -> tuple[dict[str, Value], bool]:
    """The names that a class, or an object and its class, has, and whether a base that is not read may give it others."""
    names: dict[str, Value] = {}
    classes = linearized(owner.cls if isinstance(owner, Instance) else owner)
    for entry in reversed(classes):
        names |= entry.names if isinstance(entry, Class) else {}
    own = owner.attributes if isinstance(owner, Instance) else {}
    names |= {name: value for name, value in own.items() if not isinstance(value, Opaque)}
    return names, any(isinstance(entry, External) and not entry.dotted.startswith("abc.") for entry in classes)


@once
def annotated_names(node: ast.ClassDef) -> tuple[str, ...]:
    """The names that a class body annotates."""
    found = (part.target for part in node.body if isinstance(part, ast.AnnAssign))
    return tuple(target.id for target in found if isinstance(target, ast.Name))


def read_class(machine: Machine, cls: Class, name: str, node: ast.AST, frame: Frame) -> Value:
    if name == "__annotations__":
        return annotated(cls)
    if name in ("__name__", "__qualname__"):
        return constant(cls.node.name)
    if name == "__subclasses__":
        return Native(cls, name)
    if name == "__dict__":
        return DictObject({"__module__": UNKNOWN, **cls.names})  # nobody can write there
    if name == "__mro__":
        order = (*linearized(cls), OBJECT)
        return TupleValue(tuple(Item(entry, machine.chain, machine.conditions) for entry in order))
    for entry in linearized(cls):
        if isinstance(entry, External):
            if entry.dotted in BARE:
                continue
            if entry.dotted == MODEL and name.startswith(("model_validate", "parse_obj", "from_orm")):
                return Native(cls, name)
            return External(f"{entry.dotted}.{name}")
        if name in entry.names:
            return bound(machine, machine.resolved(entry.names[name]), cls, node, frame)
    for entry in linearized(cls.meta) if cls.meta is not None else ():
        if isinstance(entry, Class) and name in entry.names and name not in ("__new__", "__call__"):
            return bound(machine, machine.resolved(entry.names[name]), cls, node, frame, is_of_metaclass=True)
    return Native(Super(cls, cls), name) if name == "__new__" else UNKNOWN


def read_super(machine: Machine, value: Super, name: str, node: ast.AST, frame: Frame) -> Value:
    this = value.bound
    cls = this.cls if isinstance(this, (Instance, Application)) else this
    if cls is None:
        return UNKNOWN
    order = linearized(cls)
    rest = order[order.index(value.owner) + 1 :] if value.owner in order else []
    if isinstance(this, Application):
        inherited = [entry for entry in rest if isinstance(entry, Class)]
        return find_member(machine, this, name, list(inherited), node, frame) or Native(this, name)
    own = find_member(machine, this, name, rest, node, frame)
    if own is None and name in ("__new__", "__call__") and isinstance(this, Class):
        return Native(value, name)
    if own is None and (machine.thorough or name == "__setattr__") and isinstance(this, Instance):
        return BaseMethod(this, "builtins.object", name)
    return own or UNKNOWN


def read_module(machine: Machine, value: ModuleValue, name: str, node: ast.AST, frame: Frame) -> Value:
    if value.module.is_library and is_native(f"{value.module.name}.{name}"):
        return External(f"{value.module.name}.{name}")
    found = machine.global_of(value.module, name)
    if found is not None:
        return found
    submodule = machine.modules.find(f"{value.module.name}.{name}")
    if submodule is not None:
        return ModuleValue(submodule)
    made = machine.made_by_module(value.module, name, node)
    return made if made is not None else External(f"{value.module.name}.{name}")


def read_external(machine: Machine, value: External, name: str, node: ast.AST, frame: Frame) -> Value:
    if value in machine.owners:
        return read_application(machine, machine.owners[value], name, node, frame)
    if value == OBJECT and name == "__dict__":
        return DictObject({"__module__": UNKNOWN})
    if name in ("__name__", "__qualname__") and last_name(value.dotted)[:1].isupper():
        return constant(last_name(value.dotted))
    submodule = machine.modules.find(f"{value.dotted}.{name}")
    if submodule is not None:
        return ModuleValue(submodule)
    return External(f"{value.dotted}.{name}")


def read_application(machine: Machine, application: Application, name: str, node: ast.AST, frame: Frame) -> Value:
    if name in application.attributes:
        return application.attributes[name]
    if application.cls is not None:
        classes: list[Class | External] = [entry for entry in linearized(application.cls) if isinstance(entry, Class)]
        member = find_member(machine, application, name, classes, node, frame)
        if member is not None:
            return member
    if name in machine.patches:
        return bound(machine, machine.patches[name], application, node, frame)
    if name != "user_middleware":
        return Native(application, name)
    started = has_started(machine, application)
    return list_of_started(machine, application, node, frame) if started else StackList(application)


def read_stranger(machine: Machine, value: Opaque, name: str, node: ast.AST, frame: Frame) -> Value:
    if name in _OF_APPLICATIONS[:2]:
        return Native(value, name)
    if name == "user_middleware":
        application = machine.application_of(value)
        return StackList(application) if application else UNKNOWN
    return value.attributes.setdefault(name, value.changed or Opaque(f"{value.name}.{name}", value))


def read_alternatives(machine: Machine, value: Alternatives, name: str, node: ast.AST, frame: Frame) -> Value:
    found = join([machine.attribute(part, name, node, frame) for part in value.values])
    is_same = isinstance(found, Alternatives) and len(found.values) == len(value.under)
    return found._replace(under=value.under) if is_same and isinstance(found, Alternatives) else found


def read_connection(machine: Machine, value: Connection, name: str, node: ast.AST, frame: Frame) -> Value:
    if name in PROPERTIES:
        look(machine, value, name, node, frame, "AssertionError")
        return kept(machine, name) or KeyValue(name)
    if name == "app":
        return machine.serving
    return scope_in(value) if name in ("scope", "_scope") else Native(value, name)


def read_native(machine: Machine, value: Native, name: str, node: ast.AST, frame: Frame) -> Value:
    if isinstance(value.owner, Connection) and value.name == "state":
        machine.observe("use", f"state.{name}", node, frame, "AttributeError")
        return machine.context.get(machine.held_on_state(name), UNKNOWN)
    if isinstance(value.owner, Application):
        if value.name == "router" and name in (*ADOPTING, *AT_START, "routes"):
            return read_application(machine, value.owner, name, node, frame)
        if value.name == "routes":
            return Native(value, name)
        if value.name == "router" and name in STARTED:
            return handlers_of(value.owner)
        if value.name == "router" and name in STARTING:
            return Native(value.owner, name)
        if value.name == "router" and name == "middleware_stack":
            return value  # what is put around it lies inside of all layers, as what is put around the router does
        path = f"{value.name}.{name}"
        return value.owner.attributes.setdefault(path, Opaque(path))
    return UNKNOWN


def read_list(machine: Machine, value: ListObject, name: str, node: ast.AST, frame: Frame) -> Value:
    """Of a `deque` also how many elements it keeps, which stays what it is."""
    return constant(value.limit) if name == "maxlen" and value.limit else Native(value, name)


def read_method_owner(machine: Machine, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
    return Native(value, name)


def read_base_method(machine: Machine, value: BaseMethod, name: str, node: ast.AST, frame: Frame) -> Value:
    """`self.attribute.name`, where the attribute may be set by a base class that is not read."""
    stranger = value.instance.attributes.setdefault(f"{value.name} of {value.base}", Opaque(value.name, value.instance))
    return machine.attribute(stranger, name, node, frame)


def read_layer(machine: Machine, value: Layer, name: str, node: ast.AST, frame: Frame) -> Value:
    positional, named = layer_options(value)
    if value.made is not None and name not in ("cls", "args", "kwargs", "options"):
        return machine.attribute(value.made, name, node, frame)
    return {"cls": value.cls, "args": positional, "kwargs": named, "options": named}.get(name, UNKNOWN)


def read_unknown(machine: Machine, value: Unknown, name: str, node: ast.AST, frame: Frame) -> Value:
    return ASKED if is_asked(value) else value  # what the stack told stays that


def read_constant(machine: Machine, value: Constant, name: str, node: ast.AST, frame: Frame) -> Value:
    if isinstance(value.value, str) and (
        name in strings.METHODS
        or (name in ("format", "format_map") and machine.following)
        or (name == "format_map" and machine.thorough)
    ):
        return Native(value, name)
    if value.value is None and machine.following:
        return value  # nothing is called on it
    return made_from(machine, name, value)  # it may fail


def read_partial(machine: Machine, value: Partial, name: str, node: ast.AST, frame: Frame) -> Value:
    parts = tuple(Item(part, (), frozenset()) for part in value.arguments.positional)
    known = {"func": value.function, "args": TupleValue(parts, value.arguments.open)}
    return known.get(name, UNKNOWN)


def read_wrapped(machine: Machine, value: Wrapped, name: str, node: ast.AST, frame: Frame) -> Value:
    """`app.app`, and what the wrapper's own class gives: by `__getattr__` it may be what the application has."""
    if value.wrapper is not None:
        return read_instance(machine, value.wrapper, name, node, frame)
    return value.application if name == "app" else UNKNOWN


def read_function(machine: Machine, value: Function, name: str, node: ast.AST, frame: Frame) -> Value:
    if (value.node, name) in machine.on_functions:
        return machine.on_functions[value.node, name]
    if name == "cache_clear":
        machine.cached_under = {key: under for key, under in machine.cached_under.items() if key[0] is not value.node}
    if name == "__name__" and not takes_a_name(value.node):
        return constant(getattr(value.node, "name", "<lambda>"))
    return Native(value, name) if name == "register" else UNKNOWN


@once
def takes_a_name(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """`@wraps(function)`: it is called as that one is."""
    return any("wraps" in ast.unparse(decorator) for decorator in getattr(node, "decorator_list", ()))


READERS: dict[type, Callable[[Machine, Any, str, ast.AST, Frame], Value]] = {
    Unknown: read_unknown,
    Function: read_function,
    Instance: read_instance,
    Class: read_class,
    Super: read_super,
    ModuleValue: read_module,
    External: read_external,
    Application: read_application,
    Opaque: read_stranger,
    Alternatives: read_alternatives,
    Connection: read_connection,
    Native: read_native,
    Scope: read_method_owner,
    KeyValue: read_method_owner,
    ListObject: read_list,
    View: read_method_owner,
    DictObject: read_method_owner,
    TupleValue: read_method_owner,
    StackList: read_method_owner,
    BaseMethod: read_base_method,
    Wrapped: read_wrapped,
    Partial: read_partial,
    Layer: read_layer,
    Lazy: read_method_owner,
    Constant: read_constant,
}
