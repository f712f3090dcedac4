"""What the machine knows without reading source: Starlette's own objects, and how a layer is entered."""

from __future__ import annotations

import ast

from codemod.calls import find_member, linearized
from codemod.expressions import items_of, key_named
from codemod.known import (
    APPLICATIONS,
    AUTHENTICATION,
    AUTOLOAD,
    BASE_HTTP,
    CLIENTS,
    FASTHTML,
    FOREIGN,
    GIVES_BACK,
    HANDLER_METHODS,
    HANDLERS,
    PROVIDES,
    REQUIRES,
    ROUTES,
    SERVES,
    STAR_NAMES,
    STARLETTE_SESSION,
    USING_FUNCTIONS,
    USING_METHODS,
    Requirement,
    canonical,
    is_connection_class,
    last_name,
)
from codemod.machine import Event, Machine
from codemod.statements import mark_lifecycle, placed
from codemod.values import (
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
    Inner,
    Instance,
    Item,
    KeyValue,
    Layer,
    ListObject,
    Native,
    Partial,
    Presence,
    Registrar,
    Scope,
    Slot,
    StackList,
    Stranger,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    alternatives,
    join,
)

# Applications and routes


def new_application(machine: Machine, cls: Class | None, arguments: Arguments, node: ast.AST, frame: Frame) -> Application:
    """An application; its own `__init__` runs when the program's class has one."""
    application = Application(cls, "application", node)
    machine.applications.append(application)
    own = [entry for entry in linearized(cls) if isinstance(entry, Class)] if cls is not None else []
    initialize = find_member(machine, application, "__init__", list(own), node, frame)
    if initialize is not None:
        machine.executed.add(cls.node if cls else node)
        machine.call(initialize, arguments, node, frame)
    else:
        construct(machine, application, arguments, node, frame)
    return application


def new_fasthtml(machine: Machine, name: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """FastHTML appends a session layer of its own to the list: innermost."""
    application = new_application(machine, None, arguments, node, frame)
    layer = Layer(External(STARLETTE_SESSION), Arguments(), "SessionMiddleware", node, frame.module)
    machine.register(application, layer, "inner", "fasthtml")
    if name != "fast_app":
        return application
    return TupleValue((Item(application, (), frozenset()), Item(Stranger("rt"), (), frozenset())))


def construct(machine: Machine, application: Application, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What the constructor of Starlette or FastAPI does with its arguments."""
    if arguments.open:
        application.opaque.append("the constructor is given arguments that cannot be seen")
    stack = arguments.get(2, "middleware")
    if stack is not None and stack != NONE:
        copy_list(machine, application, stack, node, frame)
    for name in ("lifespan", "on_startup", "on_shutdown"):
        mark_lifecycle(machine, arguments.get(None, name))
    adopt(machine, application, arguments.get(1, "routes"))


def copy_list(machine: Machine, application: Application, stack: Value, node: ast.AST, frame: Frame) -> None:
    """The constructor copies the list as it is now: its first item is the outermost."""
    for part in alternatives(stack):
        items = items_of(part)
        if items is None or getattr(part, "open", False):
            application.opaque.append("its list of middleware cannot be seen as a whole")
        for item in items or ():
            layers = [value for value in alternatives(item.value) if isinstance(value, Layer)]
            for layer in layers:
                chain = item.chain or machine.chain
                conditions = item.conditions | machine.conditions
                slot = Slot(layer, chain, conditions, machine.tick(), machine.run, "inner", "list", item.grows)
                application.slots.append(slot)
            if not layers:
                application.opaque.append("its list of middleware holds something that cannot be seen")


def adopt(machine: Machine, parent: Application, routes: Value | None) -> None:
    """Routes and applications given to a parent lie inside all of its layers."""
    for part in alternatives(routes) if routes is not None else ():
        children = [item.value for item in items_of(part) or ()] or [part]
        for child in children:
            for value in alternatives(child):
                if isinstance(value, Application) and value is not parent and parent not in value.parents:
                    value.parents.append(parent)


def new_route(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Application:
    """A Mount, Route or Router: a stack of its own, inside everything of what it is put into."""
    route = Application(None, "route", node)
    machine.applications.append(route)
    stack = arguments.get(None, "middleware")
    if stack is not None and stack != NONE:
        copy_list(machine, route, stack, node, frame)
    for value in (*arguments.positional, arguments.get(None, "app"), arguments.get(None, "routes")):
        if isinstance(value, (Application, Wrapped, ListObject, TupleValue)):
            adopt(machine, route, value.application if isinstance(value, Wrapped) else value)
    return route


def new_layer(cls: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Layer:
    """A layer named after what is registered: the dispatch function when there is one."""
    name = layer_name(cls)
    dispatch = arguments.get(None, "dispatch")
    if isinstance(cls, External) and canonical(cls.dotted) == BASE_HTTP and dispatch is not None:
        name = layer_name(dispatch)
    return Layer(cls, arguments, name, node, frame.module)


def layer_name(value: Value) -> str:
    match value:
        case Class():
            return value.node.name
        case External(dotted):
            return last_name(dotted)
        case Function(node):
            return getattr(node, "name", "<lambda>")
        case Partial(function):
            return layer_name(function)
        case Instance():
            return layer_name(value.cls)
        case Native(_, name) | BaseMethod(_, _, name) | Stranger(name=name):
            return name
    parts = [layer_name(part) for part in alternatives(value) if not isinstance(part, Unknown)]
    return " or ".join(dict.fromkeys(parts)) if len(parts) > 1 else "a middleware"


def wrap(machine: Machine, application: Value, cls: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`app = SessionMiddleware(app, ...)`: outside everything that the application has or will have."""
    inside = application.application if isinstance(application, Wrapped) else application
    assert isinstance(inside, Application)
    rest = arguments.without_first()
    rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "app"))
    machine.register(inside, new_layer(cls, rest, node, frame), "wrap", "wrap")
    return Wrapped(inside)


def is_asgi_class(cls: Class) -> bool:
    """A class that can wrap an application: its objects are called with scope, receive and send."""
    for entry in linearized(cls):
        if isinstance(entry, External):
            return canonical(entry.dotted) in PROVIDES or last_name(entry.dotted).endswith("Middleware")
        method = entry.names.get("__call__")
        if isinstance(method, Function):
            return len(method.node.args.args) >= 4
        if "dispatch" in entry.names:
            return True
    return False


# Calls of methods that the machine understands


def call_native(machine: Machine, method: Native, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    match method.owner:
        case Application() | Stranger():
            return call_application(machine, method.owner, method.name, arguments, node, frame)
        case StackList(application):
            return edit_stack(machine, application, method.name, arguments, node, frame)
        case Scope() | Connection():
            return call_mapping(machine, method.owner, method.name, arguments, node, frame)
        case ListObject():
            return call_list(machine, method.owner, method.name, arguments)
        case DictObject():
            return call_dict(machine, method.owner, method.name, arguments)
        case Native(owner=Application() as application, name="router"):
            return call_application(machine, application, method.name, arguments, node, frame)
    if method.name == "__enter__":
        return enter_context(machine, method.owner, node, frame)
    return UNKNOWN


def call_application(
    machine: Machine, owner: Application | Stranger, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    application = machine.application_of(owner)
    if application is None or machine.following:
        return UNKNOWN
    if name == "__init__":
        construct(machine, application, arguments, node, frame)
    elif name == "add_middleware":
        cls = arguments.get(0, "middleware_class")
        rest = arguments.without_first()
        rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "middleware_class"))
        layer = new_layer(cls if cls is not None else UNKNOWN, rest, node, frame)
        machine.register(application, layer, "outer", "add")
        return NONE
    elif name == "middleware":
        return Registrar(application)
    elif name in ("mount", "host", "include_router"):
        for value in arguments.all():
            adopt(machine, application, value.application if isinstance(value, Wrapped) else value)
    elif name == "build_middleware_stack":
        machine.note(application, "stack", "build_middleware_stack()", node, frame)
    elif name in ("on_event", "add_event_handler"):
        mark_lifecycle(machine, arguments.get(1, "func"))
        return Native(application, "lifecycle")
    elif name == "lifecycle":
        mark_lifecycle(machine, arguments.get(0, "func"))
        return arguments.positional[0] if arguments.positional else UNKNOWN
    elif name in ("run", "serve"):
        machine.note(application, "serves", f"{ast.unparse(node)[:40]}", node, frame)
    return UNKNOWN


def call_registrar(machine: Machine, registrar: Registrar, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    function = arguments.positional[0] if arguments.positional else UNKNOWN
    layer = new_layer(External(BASE_HTTP), Arguments((), (("dispatch", function),)), node, frame)
    if not machine.following:
        machine.register(registrar.application, layer, "outer", "decorator")
    return function


def edit_stack(
    machine: Machine, application: Application, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`app.user_middleware.append(Middleware(X))` is innermost, `.insert(0, ...)` outermost."""
    layer = arguments.positional[-1] if arguments.positional else UNKNOWN
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if name == "append" and isinstance(layer, Layer):
        machine.register(application, layer, "inner", "append")
    elif name == "insert" and isinstance(layer, Layer) and first == Constant(0, "int"):
        machine.register(application, layer, "outer", "insert")
    elif name == "extend" and items_of(layer) is not None:
        for item in items_of(layer) or ():
            if isinstance(item.value, Layer):
                chain = placed(machine, item).chain
                slot = Slot(item.value, chain, item.conditions, machine.tick(), machine.run, "inner", "append", "inner")
                application.slots.append(slot)
    else:
        machine.note(application, "stack", ast.unparse(node)[:60], node, frame)
        application.opaque.append("`user_middleware` is edited")
    return NONE


def call_mapping(
    machine: Machine, owner: Scope | Connection, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    key = key_named(arguments.get(0, "key"))
    if name in ("keys", "copy"):
        return Scope()
    if name == "update" and isinstance(owner, Scope):
        changes = arguments.get(0, "other")
        names = [*(changes.items if isinstance(changes, DictObject) else ()), *dict(arguments.named)]
        for changed in names:
            if changed in ("session", "user", "auth"):
                machine.observe("provide", changed, node, frame)
        return NONE
    if key is None or name not in ("get", "pop", "setdefault", "__getitem__", "__contains__"):
        return UNKNOWN
    raises = name == "__getitem__" or (name == "pop" and len(arguments.positional) < 2)
    machine.observe("use", key, node, frame, "KeyError" if raises else "")
    if name == "__contains__":
        return Presence(frozenset({key}), frozenset())
    return KeyValue(key)


def call_list(machine: Machine, owner: ListObject, name: str, arguments: Arguments) -> Value:
    def new(value: Value) -> Item:
        return Item(value, machine.chain, machine.conditions)

    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if name == "append":
        owner.items.append(new(first))
    elif name == "insert" and len(arguments.positional) == 2:
        index = first.value if isinstance(first, Constant) and isinstance(first.value, int) else None
        placed_item = new(arguments.positional[1])._replace(grows="outer" if index == 0 else "inner")
        owner.items.insert(0 if index is None else index, placed_item)
        owner.open = owner.open or index is None
    elif name == "extend":
        items = items_of(first)
        owner.items += [placed(machine, item) for item in items or ()]
        owner.open = owner.open or items is None or getattr(first, "open", False)
    elif name == "copy":
        return ListObject(list(owner.items), owner.open)
    elif name == "reverse":
        owner.items.reverse()
    elif name == "clear":
        owner.items.clear()
    elif name in ("pop", "remove", "sort"):
        owner.open = True
        return join([item.value for item in owner.items] or [UNKNOWN])
    return NONE


def call_dict(machine: Machine, owner: DictObject, name: str, arguments: Arguments) -> Value:
    first = arguments.get(0, "key")
    if name == "get" and isinstance(first, Constant) and isinstance(first.value, str) and first.value in owner.items:
        return owner.items[first.value]
    values = list(owner.items.values())
    if name == "values":
        return ListObject([Item(value, machine.chain, machine.conditions) for value in values], owner.open)
    if name == "items":
        pairs = [
            TupleValue((Item(Constant(key, "str"), (), frozenset()), Item(value, (), frozenset())))
            for key, value in owner.items.items()
        ]
        return ListObject([Item(pair, machine.chain, machine.conditions) for pair in pairs], owner.open)
    if name == "update" and isinstance(first, DictObject):
        owner.items.update(first.items)
    return join(values) if name in ("get", "pop", "setdefault") and values else UNKNOWN


def enter_context(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> Value:
    """`with owner`: the program's own `__enter__` and `__exit__` run; a test client builds the stack."""
    if not isinstance(owner, Instance):
        return owner
    if isinstance(owner.cls, External):
        _note_client(machine, owner, "with TestClient(...)", node, frame)
        return owner
    entered: Value = owner
    for name in ("__enter__", "__aenter__", "__exit__", "__aexit__"):
        method = find_member(machine, owner, name, linearized(owner.cls), node, frame)
        if isinstance(method, Function):
            result = machine.call(method, Arguments(), node, frame)
            entered = result if name.endswith("enter__") else entered
    return entered


def _note_client(machine: Machine, client: Instance, text: str, node: ast.AST, frame: Frame) -> None:
    application = client.arguments.get(0, "app")
    if isinstance(client.cls, External) and client.cls.dotted in CLIENTS and isinstance(application, Application):
        machine.note(application, "serves", text, node, frame)


# Calls of things known only by name


def call_external(machine: Machine, function: External, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    dotted = canonical(function.dotted)
    owner, _, name = function.dotted.rpartition(".")
    builtin = BUILTINS.get(dotted)
    if builtin is not None:
        return builtin(machine, arguments, node, frame)
    if dotted in APPLICATIONS:
        return new_application(machine, None, arguments, node, frame)
    if dotted in FASTHTML:
        return new_fasthtml(machine, name, arguments, node, frame)
    if dotted == "starlette.middleware.Middleware":
        cls = arguments.get(0, "cls")
        rest = arguments.without_first()
        rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "cls"))
        return new_layer(cls if cls is not None else UNKNOWN, rest, node, frame)
    if is_connection_class(dotted):
        given = arguments.get(0, "scope")
        return Connection() if isinstance(given, (Scope, Connection)) else UNKNOWN
    if dotted.startswith(("starlette.routing.", "fastapi.routing.")) and name in ROUTES:
        return new_route(machine, arguments, node, frame)
    if name in ("add_middleware", "middleware") and owner.partition(".")[0] not in FOREIGN and not machine.following:
        application = machine.application_of(External(owner))
        return machine.call(Native(application, name), arguments, node, frame) if application else UNKNOWN
    given_application = hand_over(machine, dotted, arguments, node, frame)
    if given_application is not None:
        return given_application
    if not name[:1].isupper():  # a constructor keeps what it is given
        call_handed(machine, arguments, node, frame)
    use_requirement(machine, USING_FUNCTIONS.get(dotted) if _given_connection(arguments) else None, node, frame)
    return Instance(External(dotted), arguments, node)


def hand_over(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """An application is given to something that is not read: it may serve it, wrap it, or register more on it."""
    given = [value for value in arguments.all() if isinstance(value, (Application, Wrapped))]
    text = f"{last_name(dotted)}(...)"
    if dotted in SERVES:
        everywhere = given or [*machine.applications]
        for value in everywhere:
            inside = value.application if isinstance(value, Wrapped) else value
            machine.note(inside, "serves", text, node, frame)
        return UNKNOWN
    if not given or machine.following:
        return None
    first = arguments.get(0, "app")
    if isinstance(first, (Application, Wrapped)) and _wraps(dotted):
        return wrap(machine, first, External(dotted), arguments, node, frame)
    if dotted in GIVES_BACK:
        return first
    for value in given:
        if dotted not in CLIENTS and isinstance(value, Application) and not dotted.startswith("builtins."):
            machine.note(value, "opaque", text, node, frame)
    # `app = instrument(app)`: most functions of this kind give back what they are given. Whether this one does is not known, so
    # a name that is bound to the result counts as bound anew.
    gives_back = isinstance(first, Application) and not last_name(dotted)[:1].isupper()
    return first if gives_back and not dotted.startswith("builtins.") else None


def _wraps(dotted: str) -> bool:
    return last_name(dotted).endswith("Middleware") or dotted in PROVIDES


def call_handed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Functions given to something that is not read are taken to be called, with what else is given to it.

    `run_in_threadpool(check, request)`. Only while a layer is followed: a function that is given away while the program is being
    set up may run at any time or never.
    """
    if not machine.following:
        return
    values = arguments.all()
    functions = [value for value in values if isinstance(value, (Function, Partial))]
    rest = tuple(value for value in arguments.positional if not isinstance(value, (Function, Partial)))
    for function in functions:
        machine.call(function, Arguments(rest, arguments.named), node, frame)


def call_unknown(machine: Machine, function: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if not machine.following:
        for value in arguments.all():
            if isinstance(value, Application):
                machine.note(value, "opaque", f"{ast.unparse(node)[:60]}", node, frame)
    call_handed(machine, arguments, node, frame)
    return UNKNOWN


def call_base_method(machine: Machine, method: BaseMethod, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A method inherited from a class that is not read: a base middleware's constructor, `__call__` or `dispatch`."""
    instance, dotted = method.instance, canonical(method.base)
    if method.name == "__init__":
        if arguments.positional:
            instance.attributes.setdefault("app", arguments.positional[0])
        for name, value in arguments.named:
            instance.attributes.setdefault("dispatch_func" if name == "dispatch" else name, value)
        return NONE
    if method.name == "__call__" and any(isinstance(value, Scope) for value in arguments.all()):
        return enter(machine, instance, dotted, node, frame)
    for prefix, names in USING_METHODS.items():
        if dotted.startswith(prefix) and method.name in names and _given_connection(arguments):
            use_requirement(machine, Requirement("session", f"{method.name}(...)", True), node, frame)
            return UNKNOWN
    client = instance if isinstance(instance.cls, External) else None
    if client is not None:
        _note_client(machine, client, f"client.{method.name}(...)", node, frame)
    return call_unknown(machine, UNKNOWN, arguments, node, frame)


def _given_connection(arguments: Arguments) -> bool:
    return any(isinstance(value, Connection) for value in arguments.all())


# Entering a layer


def enter(machine: Machine, instance: Instance, dotted: str, node: ast.AST, frame: Frame) -> Value:
    """A request reaches a layer whose class, or base class, is known by name."""
    attributes = instance.attributes
    if not isinstance(instance.cls, Class):
        call_base_method(machine, BaseMethod(instance, dotted, "__init__"), instance.arguments, node, frame)
    if dotted == BASE_HTTP:
        dispatch = attributes.get("dispatch_func") or find_member(
            machine, instance, "dispatch", [entry for entry in linearized(instance.cls) if isinstance(entry, Class)], node, frame
        )
        if dispatch is not None:
            machine.call(dispatch, Arguments((Connection(), Inner("call_next"))), node, frame)
        return NONE
    for name in (*HANDLERS,):
        if name in attributes:
            enter_handler(machine, attributes[name], node, frame)
    use_requirement(machine, REQUIRES.get(dotted), node, frame)
    for key in sorted(PROVIDES.get(dotted, ())):
        machine.observe("provide", key, node, frame)
    machine.texts.add(dotted)
    if "app" in attributes:
        machine.call(attributes["app"], Arguments((Scope(), UNKNOWN, UNKNOWN)), node, frame)
    return NONE


def enter_handler(machine: Machine, handler: Value, node: ast.AST, frame: Frame) -> None:
    """A backend, an authenticator, a function: each is given the connection."""
    for part in alternatives(handler):
        for item in items_of(part) or ():
            enter_handler(machine, item.value, node, frame)
        match part:
            case Function() | Partial():
                machine.call(part, Arguments((Connection(), UNKNOWN)), node, frame)
            case External(dotted) | Instance(cls=External(dotted)):
                use_requirement(machine, REQUIRES.get(canonical(dotted)), node, frame)
                if isinstance(part, Instance):
                    for value in part.arguments.all():
                        enter_handler(machine, value, node, frame)
            case Instance():
                classes = linearized(part.cls)
                for name in HANDLER_METHODS:
                    method = find_member(machine, part, name, classes, node, frame)
                    if isinstance(method, Function):
                        machine.call(method, Arguments((Connection(),)), node, frame)
                for entry in classes:
                    if isinstance(entry, External):
                        use_requirement(machine, REQUIRES.get(canonical(entry.dotted)), node, frame)


def use_requirement(machine: Machine, requirement: Requirement | None, node: ast.AST, frame: Frame) -> None:
    if requirement is not None:
        raises = "AssertionError" if requirement.crashes else ""
        machine.observe("use", requirement.key, node, frame, raises)


def call_inner(machine: Machine, inner: Inner, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The rest of the stack runs; a `send` of the layer's own is called with the response."""
    for value in arguments.all():
        if isinstance(value, (Function, Partial)):
            late, machine.late = machine.late, True
            machine.call(value, Arguments((UNKNOWN,)), node, frame)
            machine.late = late
    machine.late = True
    return UNKNOWN


# Builtins


def _getattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    owner, name = arguments.get(0, "object"), arguments.get(1, "name")
    if owner is None or not isinstance(name, Constant) or not isinstance(name.value, str):
        return UNKNOWN
    return join([machine.attribute(part, name.value, node, frame) for part in alternatives(owner)])


def _hasattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    value = _getattr(machine, arguments, node, frame)
    return Presence(frozenset({value.key}), frozenset()) if isinstance(value, KeyValue) else UNKNOWN


def _list(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if not arguments.positional:
        return ListObject()
    items = items_of(arguments.positional[0])
    return ListObject(list(items or ()), items is None or getattr(arguments.positional[0], "open", False))


def _reversed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result = _list(machine, arguments, node, frame)
    assert isinstance(result, ListObject)
    # The order is now not that of the display: a move within it would go the wrong way, so the items have no place in it.
    result.items = [item._replace(chain=machine.chain) for item in reversed(result.items)]
    return result


def _dict(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    first = arguments.positional[0] if arguments.positional else None
    if isinstance(first, (Scope, Connection)):
        return Scope()
    items = dict(first.items) if isinstance(first, DictObject) else {}
    return DictObject({**items, **dict(arguments.named)}, arguments.open or (first is not None and not items))


def _partial(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return Partial(arguments.positional[0], arguments.without_first()) if arguments.positional else UNKNOWN


def _second(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[1] if len(arguments.positional) > 1 else UNKNOWN


def _first(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[0] if arguments.positional else UNKNOWN


def _map(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    function, *iterables = arguments.positional or (UNKNOWN,)
    items = list(items_of(iterables[0]) or ()) if iterables else []
    results = [machine.call(function, Arguments((item.value,)), node, frame) for item in items or [Item(UNKNOWN, (), frozenset())]]
    return ListObject([Item(result, machine.chain, machine.conditions) for result in results], not items)


def _setattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    match arguments.positional:
        case (Instance() | Stranger() | Application() as owner, Constant(str(name)), value):
            owner.attributes[name] = value
    return NONE


BUILTINS = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.iter": _list,
    "builtins.reversed": _reversed,
    "builtins.dict": _dict,
    "builtins.map": _map,
    "builtins.filter": _map,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "typing.cast": _second,
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "types.MappingProxyType": _first,
}

CALLERS = {
    External: call_external,
    Native: call_native,
    BaseMethod: call_base_method,
    Registrar: call_registrar,
    Inner: call_inner,
    Unknown: call_unknown,
    Stranger: call_unknown,
}
__all__ = ["APPLICATIONS", "AUTHENTICATION", "AUTOLOAD", "CALLERS", "STAR_NAMES", "Event"]
