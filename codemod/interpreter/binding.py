"""Assignment: what becomes of names, attributes and items, and of the scope's keys, when something is assigned to them."""

from __future__ import annotations

import ast

from codemod.interpreter.belongings import give, home_of
from codemod.interpreter.classes import is_dict_class, is_validated_anew, linearized, method_of
from codemod.interpreter.conditions import call_special, is_run
from codemod.interpreter.containers import (
    is_changed_if,
    is_one_thing,
    is_open,
    is_scrambled,
    items_of,
    note_key,
    place_of,
    settle_order,
)
from codemod.interpreter.machine import Binding, Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.outside import set_output, set_variable
from codemod.interpreter.scope import keep, put
from codemod.interpreter.stack_edits import (
    drop_layers,
    has_started,
    is_all,
    is_nothing,
    list_of_layers,
    list_of_started,
    put_back,
)
from codemod.interpreter.unseen import also, change, change_any_attribute, change_given, held, is_holder, mark, scramble
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
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
    Imported,
    Instance,
    Item,
    Layer,
    ListObject,
    ModuleValue,
    Native,
    Opaque,
    Scope,
    StackList,
    Value,
    Wrapped,
    alternatives,
    constant,
    frame_of,
    is_lost,
    join,
)
from codemod.library_names import APPLICATIONS, SIGNATURES, canonical, last_name

ROUTE = "\0route"  # of an object whose class derives from `Router` or `Mount`: its stack
BUILT = "build_middleware_stack()"  # how it is noted that the program builds the stack
_HANDLERS = "\0handlers"
STACK_NAMES = ("user_middleware", "middleware_stack", "build_middleware_stack")


def bind(machine: Machine, target: ast.expr, value: Value, frame: Frame) -> None:
    """Assign a value to a name, attribute, subscript or pattern of them."""
    match target:
        case ast.Name(id=name):
            bind_name(machine, name, value, frame)
        case ast.Starred(value=inner):
            bind(machine, inner, value if isinstance(value, ListObject) else ListObject(open=True), frame)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(machine, targets, value, frame)
        case ast.Attribute(value=owner, attr=name):
            holder = machine.evaluate(owner, frame)
            machine.locate(owner, holder, frame)
            for part in alternatives(holder):
                give(machine, home_of(part), Arguments((value,)), target)
                set_output(machine, part, value)
                set_attribute(machine, part, name, value, target, frame)
        case ast.Subscript(value=owner, slice=index):
            # `headers["set-cookie"] = ...` reads no header of another layer: the name is not noted.
            key = constant(index.value) if isinstance(index, ast.Constant) else machine.evaluate(index, frame)
            holder = machine.evaluate(owner, frame)
            machine.locate(owner, holder, frame)
            for part in alternatives(holder):
                give(machine, home_of(part), Arguments((key, value)), target)
                _set_item(machine, part, key, value, target, frame)


def bind_name(machine: Machine, name: str, value: Value, frame: Frame) -> None:
    if isinstance(value, Application):
        machine.bindings.append(Binding(machine.chain, name, value))
    if machine.thorough and isinstance(before := frame.names.get(name), Instance) and before is not value:
        let_go(machine, before, frame)
    if name in frame.globals:
        home = frame_of(frame.module)
        machine.set_in(home, home.names, name, value)
    elif name in frame.nonlocals:
        here = frame.parent
        while here is not None and here.kind == "function" and name not in here.names:
            here = here.parent
        home = here or frame
        machine.set_in(home, home.names, name, value)
    else:
        frame.names[name] = value


def let_go(machine: Machine, value: Instance, frame: Frame, is_kept: bool = False) -> None:
    """A name stands for an object no longer: its `__del__` may run, and weak references to it may be empty.

    ``is_kept`` says that an attribute or an item held it, or a variable of a module: what a function holds is often held elsewhere.
    """
    if frame.kind == "module" or is_kept:
        call_special(machine, value, "__del__", Arguments(), value.node, frame)
    if machine.has_weak_references:
        value.changed = mark(value.node)
    for container, kept in machine.weak.items():
        if any(part is value for part in kept):
            change(machine, container, value.node)


def _unpack(machine: Machine, targets: list[ast.expr], value: Value, frame: Frame) -> None:
    """Each target its element; of several that the value may be, those that are as long as the targets."""
    if not targets:  # `() = nothing()`
        return
    rows = [elements_for(targets, machine.finished(part, targets[0], frame)) for part in alternatives(value)]
    fitting = [row for row in rows if len(row) == len(targets)]
    if not fitting and is_lost(value):  # each is a part of it
        for target in targets:
            bind(machine, target, value, frame)
        return
    part = held(machine, "item", value, node=targets[0]) if not fitting and isinstance(value, Instance) else None
    if part is not None:  # whoever changes a part changes what holds it
        for target in targets:
            is_rest = isinstance(target, ast.Starred)
            row = ListObject([Item(part, machine.chain, machine.conditions)], open=True)
            bind(machine, target, row if is_rest else part, frame)
        return
    if len(fitting) == 1 and _exchange_layers(machine, targets, fitting[0], frame):
        return
    for index, target in enumerate(targets):
        bind(machine, target, join([row[index].value for row in fitting]), frame)


def _exchange_layers(machine: Machine, targets: list[ast.expr], row: list[Item], frame: Frame) -> bool:
    """`stack[0], stack[1] = stack[1], stack[0]`: while they are put there one by one, a layer would be in the list twice."""
    parts = [target for target in targets if isinstance(target, ast.Subscript)]
    if len(parts) < len(targets) or not all(isinstance(item.value, Layer) for item in row):
        return False
    stack, *others = (machine.evaluate(part.value, frame) for part in parts)
    if not isinstance(stack, StackList) or any(other != stack for other in others):
        return False
    listed = list_of_layers(machine, stack.application)
    if listed is None:
        return False
    for part, item in zip(parts, row, strict=True):
        given = Item(item.value, machine.chain, machine.conditions)
        set_element(machine, listed, machine.evaluate(part.slice, frame), given, part)
    assign_stack(machine, stack.application, source_text(parts[0]), listed, parts[0], frame)
    return True


def elements_for(targets: list[ast.expr], value: Value) -> list[Item]:
    """The elements of a value, those that a star takes as one list; none where it is not known how many it takes."""
    known = list(items_of(value) or ())
    for star in [index for index, target in enumerate(targets) if isinstance(target, ast.Starred)]:
        rest = len(known) - len(targets) + 1  # elements that the star takes
        if rest < 0 or is_open(value):
            return []
        known[star : star + rest] = [Item(ListObject(known[star : star + rest]), (), frozenset())]
    return known


def replaced(machine: Machine, before: Value | None, value: Value, frame: Frame) -> None:
    """Something else stands where an object stood."""
    if machine.thorough and isinstance(before, Instance) and before is not value:
        let_go(machine, before, frame, is_kept=True)


def set_attribute(machine: Machine, owner: Value, name: str, value: Value, target: ast.AST, frame: Frame) -> None:
    if isinstance(owner, Instance):
        replaced(machine, owner.attributes.get(name), value, frame)
    elif isinstance(owner, Class):
        replaced(machine, owner.names.get(name), value, frame)
    match owner:
        case Instance() if name == "__dict__" and isinstance(value, DictObject):
            owner.attributes = value.items  # of all objects that do so
            machine.shared.setdefault(id(value.items), (value.items, []))[1].append(owner)
        case Instance() if machine.thorough and name in ("__class__", "__dict__"):
            change(machine, owner, target)
        case Instance() if machine.thorough and keeps_attribute(machine, owner, name):
            pass  # it raises
        case Instance() if machine.thorough and is_validated_anew(owner.cls):
            if not is_set_by_code(machine, owner, name, value, target, frame):
                machine.set_in(owner, owner.attributes, name, value)
            change(machine, owner, target)
        case Instance() | Application() if is_set_by_code(machine, owner, name, value, target, frame):
            pass
        case Class() if machine.thorough and name == "__bases__":
            rebase(machine, owner, value)
        case Class(meta=Class() as meta) if machine.thorough and (own := method_of(meta, "__setattr__")) is not None:
            machine.call(own._replace(bound=owner), Arguments((constant(name), value)), target, frame)
            change(machine, owner, target)  # it may set any other, too
        case ModuleValue(module) if machine.thorough:
            held = machine.global_of(module, name)  # what binds it comes first
            if held is not None:
                keep_imported(machine, Imported(module, name), held)
            frame_of(module).names[name] = value
        case Instance() | Opaque():
            machine.set_in(owner, owner.attributes, name, value)
            if isinstance(owner, Instance) and is_holder(owner):
                change_given(machine, owner.arguments, target)
            elif isinstance(owner, Instance) and isinstance(owner.cls, External):
                for part in owner.arguments.all():  # `State(values)` writes into the dict that it was given
                    change(machine, part if isinstance(part, DictObject) else UNKNOWN, target)
        case BaseMethod(instance):
            change(machine, instance, target)
        case Class():
            machine.set_in(owner, owner.names, name, value)
        case External(dotted) if dotted in APPLICATIONS:  # `FastAPI.enable_sessions = enable_sessions`
            machine.patches[name] = value
        case Application():
            if name == "middleware_stack" and value == NONE:  # built anew at the next request, from the same layers
                machine.note(owner, "stack", f"{source_text(target)} = ...", target, frame)
            elif name not in STACK_NAMES:
                machine.set_in(owner, owner.attributes, name, value)
                adopt(machine, owner, value if name == "router" else None)
                if name == "router":
                    wrap_router(machine, owner, value, frame)
            elif name == "middleware_stack" and is_around_stack(owner, value):
                machine.note(owner, "stack", f"{source_text(target)} = ...", target, frame)
            else:
                assign_stack(machine, owner, f"{source_text(target)} = ...", value, target, frame, name)
        case Native(owner=Application() as application, name="router") if name == "middleware_stack":
            wrap_router(machine, application, value, frame)
        case Native(owner=Application(), name="router") if name == "lifespan_context":
            mark_lifecycle(machine, value, UNKNOWN)
        case Native(owner=Application() as application, name="router") if name in ("routes", "default"):
            adopt(machine, application, value)
        case Native(owner=Connection(), name="state"):
            machine.observe("provide", f"state.{name}", target, frame)
            machine.context = {**machine.context, machine.held_on_state(name): value}
        case Native(owner=Application() as application, name="state"):
            machine.set_in(application, application.attributes, f"state.{name}", value)
        case Function(node=function):
            machine.on_functions[function, name] = value
        case Scope() | Connection():
            pass  # `request.session = ...` has no setter


def keep_imported(machine: Machine, named: Imported, held: Value) -> None:
    """What `from conf import AGE` has bound stays what it was when `conf.AGE` is set.

    Only where code is running now: another module may be imported later than the machine looks it up.
    """
    running = [machine.frames[step.activation] for step in machine.chain]
    for frame in (*running, *(frame_of(frame.module) for frame in running)):
        same = [name for name, value in frame.names.items() if isinstance(value, Imported) and value == named]
        frame.names.update(dict.fromkeys(same, held))


def wrap_router(machine: Machine, application: Application, value: Value, frame: Frame) -> None:
    """`app.router = SessionMiddleware(app.router)`: a layer of a library around the router lies inside of all others."""
    if not isinstance(value, Instance) or not isinstance(value.cls, External) or machine.following:
        return
    if value.arguments.get(0, "app") == Native(application, "router"):
        dotted = value.cls.dotted
        rest = value.arguments.without_first().by_name(SIGNATURES.get(canonical(dotted), ("app",))[1:])
        layer = Layer(value.cls, rest, last_name(dotted), value.node, frame.module)
        machine.register(application, layer, "core", "wrap")


def rebase(machine: Machine, cls: Class, bases: Value) -> None:
    """`Conf.__bases__ = (Other,)`: names are looked up elsewhere, also by the classes that derive from it."""
    cls.bases = tuple(item.value for item in items_of(bases) or ())
    queue = [cls]
    while queue:
        one = queue.pop()
        one.order = ()
        queue += [other for other in machine.derived.get(one, []) if other.order]


def is_set_by_code(
    machine: Machine, owner: Instance | Application, name: str, value: Value, target: ast.AST, frame: Frame
) -> bool:
    """Whether the class sets the attribute by code of its own, a property's setter or `__setattr__`, which is run."""
    if not isinstance(owner.cls, Class):
        return False
    if _sets_plainly(owner.cls):
        return is_set_by_member(machine, owner, name, value, target, frame)
    given = Arguments((constant(name), value), settled=frozenset({0}))  # the name stands in the code
    if call_special(machine, owner, "__setattr__", given, target, frame) is not None:
        if not machine.thorough:
            owner.attributes.setdefault(name, value)  # it may have kept it in a way that is not followed
        return True
    return is_set_by_member(machine, owner, name, value, target, frame)


def _sets_plainly(cls: Class) -> bool:
    """`Options.__setattr__ = object.__setattr__`."""
    found = (entry.names.get("__setattr__") for entry in linearized(cls) if isinstance(entry, Class))
    return next(filter(None, found), None) == External("builtins.object.__setattr__")


def is_set_by_member(
    machine: Machine, owner: Instance | Application, name: str, value: Value, target: ast.AST, frame: Frame
) -> bool:
    """Whether what the class has by the name of the attribute sets it, which is run: a descriptor, or the setter of a property."""
    for entry in linearized(owner.cls) if isinstance(owner.cls, Class) else ():
        if not isinstance(entry, Class):
            continue
        own = call_special(machine, entry.names.get(name, UNKNOWN), "__set__", Arguments((owner, value)), target, frame)
        if own is not None:
            return True
        if name in setters_of(entry.node) and is_run(machine, entry):
            setter = Function(setters_of(entry.node)[name], entry.frame, bound=owner, owner=entry)
            machine.call(setter, Arguments((value,)), target, frame)
            return True
    return False


def keeps_attribute(machine: Machine, owner: Instance, name: str) -> bool:
    """Whether to assign an attribute raises: of an object whose dataclass or model is frozen, and the name and value of a member of an
    enum.

    Not where the program takes that away: `Options.__setattr__ = object.__setattr__`. A model has attributes of its own for itself,
    whose names begin with a line.
    """
    cls = owner.cls
    if not isinstance(cls, Class) or "__class__" in owner.attributes or method_of(cls, "__setattr__") is not None:
        return False
    if cls.is_enum:
        return name in ("name", "value") and method_of(cls, name) is None and len(cls.bases) == 1
    if any(isinstance(base, External) for base in cls.bases) and (
        name.startswith("_") or machine.modules.says(r"[.\"']model_config\b|\bmodel_config\s*\[")
    ):
        return False
    return cls.is_frozen and not machine.modules.says(r"(?<!\bobject\.)__setattr__")


@once
def setters_of(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """The functions that run when an attribute is set, by its name: `@key.setter`."""
    return accessors_of(node, "setter")


def accessors_of(node: ast.ClassDef, kind: str) -> dict[str, ast.FunctionDef]:
    return {
        part.name: part
        for part in node.body
        if isinstance(part, ast.FunctionDef)
        and any(isinstance(one, ast.Attribute) and one.attr == kind for one in part.decorator_list)
    }


def is_deleted_by_code(machine: Machine, owner: Instance, name: str, target: ast.AST, frame: Frame) -> bool:
    """Whether the class of an object has a `@key.deleter`, which is run."""
    for entry in linearized(owner.cls):
        deleter = accessors_of(entry.node, "deleter").get(name) if isinstance(entry, Class) else None
        if deleter is not None and isinstance(entry, Class):
            machine.call(Function(deleter, entry.frame, bound=owner, owner=entry), Arguments(), target, frame)
            return True
    return False


def _set_item(machine: Machine, owner: Value, key: Value, value: Value, target: ast.Subscript, frame: Frame) -> None:
    match owner:
        case Application():
            call_special(machine, owner, "__setitem__", Arguments((key, value)), target, frame)
        case Scope() | Connection():
            put(machine, owner, key, target, frame)
            keep(machine, key, value)
        case DictObject():
            if machine.thorough and not is_one_thing(key):  # it may be the key of any
                owner.items.update(dict.fromkeys(owner.items, mark(target)))
                change_any_attribute(machine, owner, target)
            place = place_of(owner, key)
            replaced(machine, owner.items.get(place), value, frame)
            settle_order(owner, place)
            if place not in owner.items and not machine.following:
                machine.grown.append(owner)
            machine.set_in(owner, owner.items, place, value)
            owner.written.pop(place, None)
            note_key(owner, place, key)
            owner.open = owner.open or not is_one_thing(key)
        case StackList(application):
            given = value if is_all(target.slice) else UNKNOWN
            listed = list_of_layers(machine, application)
            if isinstance(key, Constant) and listed is not None and isinstance(value, Layer):
                set_element(machine, listed, key, Item(value, machine.chain, machine.conditions), target)
                given = listed
            assign_stack(machine, application, source_text(target), given, target, frame)
        case External("os.environ" | "os.environb"):
            set_variable(machine, key, target)
        case Instance(cls=External("collections.ChainMap")):
            for part in owner.arguments.positional[:1]:  # it writes into the first that it was given
                if isinstance(part, (DictObject, External)):
                    _set_item(machine, part, key, value, target, frame)
                else:
                    change(machine, part, target)
        case Instance(cls=External()):
            machine.weak.get(owner, []).extend((key, value))
            change(machine, owner, target)
        case BaseMethod(instance):
            change(machine, instance, target)
        case Instance():
            own = call_special(machine, owner, "__setitem__", Arguments((key, value)), target, frame)
            if own is None and machine.thorough:
                set_own_item(machine, owner, key, value, target)
        case ListObject() if machine.thorough and is_whole(target.slice) and not is_changed_if(machine, owner):
            owner.items[:] = items_of(value) or ()
            owner.open = is_open(value)
        case ListObject() if is_insertion(target.slice):
            put_first(machine, owner, machine.finished(value, target, frame))
        case ListObject():
            set_element(machine, owner, key, Item(value, machine.chain, machine.conditions), target)


def set_own_item(machine: Machine, owner: Instance, key: Value, value: Value, target: ast.AST) -> None:
    """An item of an object whose class derives from a library's: of a `dict` those that are told by texts are known."""
    name = key.value if isinstance(key, Constant) else None
    if isinstance(name, str) and not hasattr(dict, name) and is_dict_class(owner.cls):
        owner.attributes[name] = value
        owner.changed = also(owner.changed, mark(target))
    else:
        change(machine, owner, target)


def is_whole(index: ast.expr) -> bool:
    """`layers[:]`."""
    return isinstance(index, ast.Slice) and index.lower is index.upper is index.step is None


def is_insertion(index: ast.expr) -> bool:
    """`layers[:0]`, in front of all."""
    match index:
        case ast.Slice(lower=None | ast.Constant(value=0), upper=ast.Constant(value=0), step=None):
            return True
    return False


def put_first(machine: Machine, owner: ListObject, value: Value) -> None:
    """`layers[:0] = more`: these elements come first, in their order."""
    first = [item._replace(grows="outer") for item in items_of(value) or ()]
    owner.items[:0] = [item._replace(conditions=item.conditions | machine.conditions) for item in first]
    owner.open = owner.open or is_open(value)
    owner.is_scrambled = owner.is_scrambled or is_scrambled(value)


def set_element(machine: Machine, owner: ListObject, key: Value, item: Item, node: ast.AST) -> None:
    """`layers[0] = ...`; what a slice or an unknown index puts where is not followed, nor what is put there at times."""
    index = getattr(key, "value", None)
    if not isinstance(index, int) or not -len(owner.items) <= index < len(owner.items):
        scramble(machine, owner, node)
    elif not is_changed_if(machine, owner) and not (machine.thorough and owner.is_scrambled):
        owner.items[index] = item
    elif machine.thorough:
        owner.items[index] = item._replace(value=join([owner.items[index].value, item.value]))
    else:
        scramble(machine, owner, node)


def adopt(machine: Machine, parent: Application, routes: Value | None) -> None:
    """Routes and applications given to a parent lie inside all of its layers."""
    for part in alternatives(routes) if routes is not None else ():
        children = [item.value for item in items_of(part) or ()] or [part]
        for child in children:
            for value in alternatives(child):
                application = application_in(value)
                if application is not None and application is not parent and parent not in application.parents:
                    application.parents.append(parent)


def application_in(value: Value) -> Application | None:
    """The application that is mounted with a value: itself, inside of a wrapper, or as its router."""
    match value:
        case Application():
            return value
        case Instance(attributes=attributes):
            route = attributes.get(ROUTE)
            return route if isinstance(route, Application) else None
        case Wrapped(application=application) | Native(Application() as application, "router"):
            return application
    return None


def is_around_stack(application: Application, value: Value) -> bool:
    """Whether a value is the stack that the application has built, in layers that were seen: `Trace(app.build_middleware_stack())`."""
    is_built = any(moment.text == BUILT for moment in application.moments)
    is_whole = not any(slot.end == "core" for slot in application.slots)  # none of them stands around the router alone
    return is_built and is_whole and isinstance(value, (Application, Wrapped)) and application_in(value) is application


def assign_stack(
    machine: Machine, application: Application, text: str, value: Value, node: ast.AST, frame: Frame,
    name: str = "user_middleware",
) -> None:  # fmt: skip
    """`app.user_middleware = ...`: a copy of itself leaves the order as it is, anything else may not."""
    if has_started(machine, application):
        list_of_started(machine, application, node, frame).items.extend(items_of(value) or ())
        return
    machine.note(application, "stack", text, node, frame)
    value = machine.finished(value, node, frame)
    is_known = is_nothing(value) and drop_layers(machine, application, None, frame)
    if is_known or (name == "user_middleware" and put_back(machine, application, value, frame)):
        if isinstance(value, ListObject):
            machine.put.append((application, value, [*value.items], node, frame))
        return
    machine.hide(application, f"`{name}` is assigned", node, frame)
    if value != StackList(application):
        application.is_scrambled = True


def source_text(node: ast.AST) -> str:
    """The source of a small expression, on one line."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "..."


def handlers_of(application: Application) -> ListObject:
    """What an application runs when it starts or ends, as far as that is known: its router has it in lists."""
    held = application.attributes.setdefault(_HANDLERS, ListObject(open=True))
    return held if isinstance(held, ListObject) else ListObject(open=True)


def note_handlers(machine: Machine, application: Application) -> None:
    """Remember those that the program has put into the lists itself: `app.router.on_startup.append(connect)`."""
    held = handlers_of(application).items if _HANDLERS in application.attributes else ()
    for part in (part for item in held for part in alternatives(item.value)):
        if isinstance(part, Function):
            machine.lifecycle.setdefault(part.node, (part, application))


def mark_lifecycle(machine: Machine, value: Value | None, application: Value) -> None:
    """Remember the functions that run when the application starts: nothing may be registered in them."""
    for part in alternatives(value) if value is not None else ():
        if isinstance(part, Function):
            machine.lifecycle[part.node] = part, application
            if isinstance(application, Application):
                handlers_of(application).items.append(Item(part, machine.chain, machine.conditions))
        for item in items_of(part) or ():
            mark_lifecycle(machine, item.value, application)
