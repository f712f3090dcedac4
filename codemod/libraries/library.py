"""What the machine knows without reading source: Starlette's own objects, and how a layer is entered."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.binding import (
    BUILT,
    ROUTE,
    STACK_NAMES,
    adopt,
    application_in,
    handlers_of,
    mark_lifecycle,
    source_text,
)
from codemod.interpreter.calls import call_function, call_instance, find_member, iterated
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.containers import exclusive, is_open, is_scrambled, items_of, layer_options
from codemod.interpreter.creation import completed, derived_from, member_with
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.dispatchers import passes_request_on
from codemod.interpreter.expressions import element_of, fill
from codemod.interpreter.lazies import call_method, consumed
from codemod.interpreter.machine import Machine
from codemod.interpreter.outside import fill_settings
from codemod.interpreter.protocols import SHOWN, show
from codemod.interpreter.scope import is_scope
from codemod.interpreter.stack_edits import list_of_layers, put_back
from codemod.interpreter.statements import extend_stack
from codemod.interpreter.strings import call_text
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
    Inner,
    Instance,
    Item,
    KeyValue,
    Layer,
    Lazy,
    ListObject,
    Native,
    Opaque,
    Partial,
    Registrar,
    Registration,
    Scope,
    StackList,
    Super,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    alternatives,
    frame_of,
)
from codemod.libraries.around import wrapped_by_class
from codemod.libraries.contexts import enter_context, leave_context
from codemod.libraries.conversion import given_in, is_of_settings
from codemod.libraries.fields import is_model, set_fields, told_after, validate, validate_after
from codemod.libraries.inherited import call_base_method
from codemod.libraries.requests import call_handed, call_inner, call_mapping, call_unknown, hand_request
from codemod.libraries.running import leave, run_by
from codemod.libraries.standard import (
    call_dict,
    call_list,
    dict_of,
    place_in,
)
from codemod.library_names import (
    ADOPTING,
    APPLICATIONS,
    AT_START,
    BASE_HTTP,
    CALLING_SETUP,
    INITIALIZERS,
    MIDDLEWARE,
    PROVIDES,
    ROUTES,
    SIGNATURES,
    STARLETTE_SESSION,
    STARTING,
    canonical,
    last_name,
)
from codemod.project.module import Module
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any

# Applications and routes


def new_application(
    machine: Machine, cls: Class | None, arguments: Arguments, node: ast.AST, frame: Frame
) -> Application:
    """An application; its own `__init__` runs when the program's class has one."""
    application = Application(cls, "application", node, frame.module)
    machine.applications.append(application)
    own = [entry for entry in linearized(cls) if isinstance(entry, Class)] if cls is not None else []
    if not wrapped_by_class(machine, application, node, frame) or any(
        "middleware_stack" in entry.names for entry in own
    ):
        hide_order(application)
    elif any(not entry.names.keys().isdisjoint((CALLED, BUILDER)) for entry in own):
        machine.builders.append(application)
    initialize = find_member(machine, application, "__init__", list(own), node, frame)
    if initialize is None and "__init__" in machine.patches:
        initialize = machine.attribute(application, "__init__", node, frame)
    if initialize is not None:
        machine.executed.add(cls.node if cls else node)
        machine.call(initialize, arguments, node, frame)
    else:
        construct(machine, application, arguments, node, frame)
    return application


CALLED, BUILDER = "__call__", "build_middleware_stack"  # at the first request, one in the other


def hide_order(application: Application) -> None:
    application.opaque.append("its class builds the stack in a way of its own")
    application.is_scrambled = True


def build(machine: Machine, application: Application) -> None:
    """What the class of an application does at the first request, when its stack is built: it may register more, or wrap the whole."""
    node, module = application.node, application.module
    if node is None or module is None:
        return
    frame = frame_of(module)
    called = machine.attribute(application, CALLED, node, frame)
    if isinstance(called, Function):
        machine.complete(called, Arguments(tuple(map(Opaque, ("scope", "receive", "send")))), node, frame)
    builder = machine.attribute(application, BUILDER, node, frame)
    is_own = not isinstance(builder, Native)
    built = machine.call(builder, Arguments(), node, frame) if is_own else application
    if not all(
        isinstance(part, (Application, Wrapped)) and application_in(part) is application for part in alternatives(built)
    ):
        hide_order(application)


def new_fasthtml(machine: Machine, name: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """FastHTML appends a session layer of its own to the list, unless `sess_cls` is None: innermost."""
    application = new_application(machine, None, arguments, node, frame)
    cls = arguments.get(None, "sess_cls") or External(STARLETTE_SESSION)
    if cls != NONE:
        machine.register(application, Layer(cls, Arguments(), layer_name(cls), node, frame.module), "inner", "fasthtml")
    if name != "fast_app":
        return application
    return TupleValue((Item(application, (), frozenset()), Item(Opaque("rt"), (), frozenset())))


def construct(machine: Machine, application: Application, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What the constructor of Starlette or FastAPI does with its arguments."""
    if arguments.open:
        application.opaque.append("the constructor is given arguments that cannot be seen")
    stack = arguments.get(2, "middleware")
    if stack is not None and stack != NONE:
        copy_list(machine, application, stack)
    for name in ("lifespan", "on_startup", "on_shutdown"):
        mark_lifecycle(machine, arguments.get(None, name), application)
    adopt(machine, application, arguments.get(1, "routes"))
    if machine.thorough:
        kept = {name: value for name, value in arguments.named if name not in _COPIED}
        application.attributes.update(kept)
    set_up(machine, application, node, frame)


def set_up(machine: Machine, application: Application, node: ast.AST, frame: Frame) -> None:
    """The constructor of FastAPI ends with a call of `self.setup()`."""
    classes = linearized(application.cls) if application.cls is not None else []
    if any(isinstance(entry, External) and canonical(entry.dotted) in CALLING_SETUP for entry in classes):
        own = [entry for entry in classes if isinstance(entry, Class)]
        method = find_member(machine, application, "setup", list(own), node, frame)
        if isinstance(method, Function):
            machine.call(method, Arguments(), node, frame)


# Of the arguments of a constructor, those that are no attributes of the application, or whose copies are.
_COPIED = frozenset(
    ["middleware", "routes", "lifespan", "on_startup", "on_shutdown", "exception_handlers", "dependencies"]
)


def copy_list(machine: Machine, application: Application, stack: Value) -> None:
    """The constructor copies the list as it is now: its first item is the outermost."""
    for part, either in exclusive(machine, stack):
        items = items_of(part)
        if is_open(part):
            application.opaque.append("its list of middleware cannot be seen as a whole")
            application.is_handed = application.is_handed or not items
        application.is_scrambled = application.is_scrambled or is_scrambled(part)
        for item in items or ():
            for value, one_of in exclusive(machine, item.value):
                if not isinstance(value, Layer):
                    application.opaque.append("its list of middleware holds something that cannot be seen")
                    application.is_handed = True
                    continue
                conditions = item.conditions | machine.conditions | either | one_of
                chain = item.chain or machine.chain
                application.slots.append(
                    Registration(value, chain, conditions, machine.tick(), machine.run, "inner", "list", item.grows)
                )


def new_route(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Application:
    """A Mount, Route or Router: a stack of its own, inside everything of what it is put into."""
    route = Application(None, "route", node, frame.module)
    machine.applications.append(route)
    stack = arguments.get(None, "middleware")
    if stack is not None and stack != NONE:
        copy_list(machine, route, stack)
    for value in (*arguments.positional, *(arguments.get(None, name) for name in ("app", "endpoint", "routes"))):
        adopt(machine, route, value)
    return route


def call_inherited(machine: Machine, method: BaseMethod, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A method of a base class that is known by name: a class of routers has a stack of its own when it calls that of `Router`."""
    instance = method.instance
    if is_route_class(method.base) and not machine.following:
        route = instance.attributes.get(ROUTE)
        if method.name == "__init__":
            instance.attributes[ROUTE] = made = new_route(machine, arguments, node, frame)
            wrapped_by_class(machine, made, node, frame, router=instance)
        elif method.name in ADOPTING and isinstance(route, Application):
            for value in arguments.all():
                adopt(machine, route, value)
    run = run_by(machine, method, arguments, node, frame)
    return call_base_method(machine, method, arguments, node, frame) if run is None else run


def is_route_class(dotted: str) -> bool:
    return dotted.startswith(("starlette.routing.", "fastapi.routing.")) and last_name(dotted) in ROUTES


def new_layer(machine: Machine, cls: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Layer:
    """A layer named after what is registered: the dispatch function when there is one."""
    if isinstance(cls, External):
        arguments = arguments.by_name(SIGNATURES.get(canonical(cls.dotted), ("app",))[1:])
    dispatch = arguments.get(None, "dispatch")
    is_base = isinstance(cls, External) and canonical(cls.dotted) == BASE_HTTP
    value = dispatch if is_base and dispatch is not None else cls
    return Layer(cls, arguments, written_name(machine, value, node, frame.module), node, frame.module)


def listed_layer(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Layer:
    """`Middleware(Trace, level=2)`."""
    cls = arguments.get(0, "cls")
    rest = arguments.without_first()
    rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "cls"))
    if not machine.following:
        machine.made.add(id(node))
    return new_layer(machine, cls if cls is not None else UNKNOWN, rest, node, frame)


def written_name(machine: Machine, value: Value, node: ast.AST, module: Module) -> str:
    """The name that a reader finds at the registration; what a factory calls the function that it returns is none."""
    statement = machine.chain[-1].block[machine.chain[-1].position] if machine.chain else None
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and node in statement.decorator_list:
        return statement.name
    name = layer_name(value)
    given = registered_expression(node)
    if not isinstance(value, Function) or given is None:
        return name
    words = {part.id for part in nodes_in(given) if isinstance(part, ast.Name)}
    # In `for layer in LAYERS: app.add_middleware(layer)` the function's own name says more.
    is_global = value.frame.kind == "module" and name != "<lambda>"
    return name if name in words or (is_global and isinstance(given, ast.Name)) else module.segment(given)


def registered_expression(node: ast.AST) -> ast.expr | None:
    """`make_guard()` in `app.add_middleware(BaseHTTPMiddleware, dispatch=make_guard())`."""
    if not isinstance(node, ast.Call):
        return None
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    given = next((named[key] for key in ("dispatch", "middleware_class", "cls", "func") if key in named), None)
    given = given or next(iter(node.args), None)
    return None if isinstance(given, ast.Starred) else given


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
        case Native(_, name) | BaseMethod(_, _, name) | Opaque(name=name):
            return name
    parts = [
        layer_name(part)
        for part in alternatives(value)
        if part is not value and not isinstance(part, (Unknown, Constant))
    ]
    if len(parts) == 1:
        return parts[0]
    return " or ".join(dict.fromkeys(parts)) if len(parts) > 1 else "a middleware"


def wrap(machine: Machine, application: Value, cls: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`app = SessionMiddleware(app, ...)`: outside everything that the application has or will have."""
    inside = application_in(application)
    assert inside is not None
    rest = arguments.without_first()
    rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "app"))
    # A router lies inside everything that its application has, and what is put around it does, too.
    end = "core" if isinstance(application, Native) else "wrap"
    layer = new_layer(machine, cls, rest, node, frame)
    if isinstance(cls, Function) and isinstance(node, ast.Call):
        layer = layer._replace(name=frame.module.segment(node.func))
    is_apart = isinstance(application, Application) and _is_wrapped_as(inside, node, frame)
    if is_apart:
        # `{"http": SessionMiddleware(app), "websocket": Tokens(app)}`: none of the two lies inside of the other.
        machine.hide(inside, "it is wrapped more than once, each time apart", node, frame)
        inside.is_scrambled = True
    machine.register(inside, layer, end, "wrap")
    return Wrapped(inside)


def _is_wrapped_as(application: Application, node: ast.AST, frame: Frame) -> bool:
    """Whether what this call names was wrapped by another call that names it so, and still is what it was."""
    wrapped = (slot.layer for slot in application.slots if slot.form == "wrap" and slot.layer.node is not node)
    name = _name_given(node)
    return name is not None and any(one.module is frame.module and _name_given(one.node) == name for one in wrapped)


def _name_given(node: ast.AST) -> str | None:
    match node:
        case ast.Call(args=[ast.Name(id=name), *_]):
            return name
    return None


def call_own(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A function of the program; one that is given an application and gives back a function which hands requests on to it has put
    a layer around it: `app = with_cart(app)`.
    """
    result = call_function(machine, function, arguments, node, frame)
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    inside = application_in(first) if not machine.following and isinstance(result, Function) else None
    if inside is None or not isinstance(result, Function) or not hands_on(result, first):
        return result
    machine.callables = [(one, inside if one == result else around) for one, around in machine.callables]
    return wrap(machine, first, function, arguments, node, frame)


def hands_on(function: Function, inside: Value) -> bool:
    """Whether a function inside of another calls what that one was given, with a request."""
    node, names = function.node, function.frame.names
    if isinstance(node, ast.Lambda) or not passes_request_on(node) or function.frame.kind != "function":
        return False
    called = {part.func.id for part in nodes_in(node) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
    return any(names.get(name) is inside for name in called)


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


# Objects of classes


def is_application_class(cls: Value) -> bool:
    return any(isinstance(base, External) and base.dotted in APPLICATIONS for base in linearized(cls))


def instantiate(machine: Machine, cls: Class, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    called = method_of(cls.meta, "__call__") if cls.meta is not None else None
    if called is not None:
        return machine.call(called._replace(bound=cls), arguments, node, frame)
    return make(machine, cls, arguments, node, frame)


def make(machine: Machine, cls: Class, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """What `type` itself does when a class is called: `__new__` makes the object, `__init__` gets it ready."""
    if is_application_class(cls):
        return new_application(machine, cls, arguments, node, frame)
    machine.executed.add(cls.node)
    if cls.is_enum:
        return member_with(cls, arguments.positional[0]) if arguments.positional else UNKNOWN
    if any(isinstance(base, External) and last_name(base.dotted) == "TypedDict" for base in cls.bases):
        return dict_of(arguments)
    maker = method_of(cls, "__new__")
    made = made_by(machine, cls, maker, arguments, node, frame) if maker is not None else UNKNOWN
    if made == UNKNOWN:
        made = Instance(cls, arguments, node, machine.chain)
    elif not isinstance(made, Instance) or cls not in linearized(made.cls):
        return made
    assert isinstance(made, Instance)
    return initialized(machine, made, arguments, node, frame)


# Statements and expressions that go more than one way, other than an `if`.
_PARTING = (
    *(ast.For, ast.While, ast.Try, getattr(ast, "TryStar", ast.Try), ast.With, ast.Match),
    *(ast.BoolOp, ast.IfExp, ast.comprehension, ast.Lambda),
)


def made_by(machine: Machine, cls: Class, maker: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """What the `__new__` of a class gives. The constructor then runs on it again, unless it is seen to be made there."""
    parted, activations, called = machine.parted, machine.activations, len(machine.inlined)
    made = machine.call(maker._replace(bound=cls), arguments, node, frame)
    is_settled = machine.parted == parted and len(machine.inlined) <= called + 1
    is_plain = not any(isinstance(part, _PARTING) for part in nodes_in(maker.node))
    is_new = isinstance(made, Instance) and any(step.activation > activations for step in made.chain[-1:])
    if not (is_settled and is_plain and is_new):
        machine.made_unseen += [(machine.chain, found) for name in INITIALIZERS if (found := method_of(cls, name))]
    return made


def initialized(machine: Machine, instance: Instance, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """An object once its constructor has run; a layer that wraps an application has become its outermost."""
    cls = instance.cls
    assert isinstance(cls, Class)
    classes = linearized(cls)
    for name in INITIALIZERS:
        initialize = find_member(machine, instance, name, classes, node, frame)
        if isinstance(initialize, Function) or (initialize is not None and name == "__init__"):
            later = told_after(cls, instance) if name == "__post_init__" else Arguments()
            machine.call(initialize, arguments if name == "__init__" else later, node, frame)
        if name == "__init__" and is_model(cls):
            validate(machine, cls, DictObject(dict(arguments.named), arguments.open), node, frame)
        if name == "__init__" and not isinstance(initialize, Function):
            set_fields(machine, cls, instance, arguments, node, frame)
            validate_after(machine, instance, node, frame)
    if machine.unsaid and is_of_settings(cls):
        fill_settings(machine, instance)
    if any(isinstance(entry, External) and canonical(entry.dotted) == MIDDLEWARE for entry in classes):
        layer = listed_layer(machine, instance.arguments, node, frame)
        positional, named = layer_options(layer)
        instance.attributes = {"cls": layer.cls, "args": positional, "kwargs": named, **instance.attributes}
        return layer._replace(made=instance)
    if not is_asgi_class(cls):
        return instance
    application = application_in(arguments.get(0, "app") or UNKNOWN)
    machine.callables.append((instance, application))
    if application is None:
        return instance
    given = arguments.get(0, "app") or UNKNOWN
    wrapped = wrap(machine, given, cls, arguments, node, frame)
    return wrapped._replace(wrapper=instance) if isinstance(wrapped, Wrapped) else wrapped


def call_plain(
    machine: Machine, owner: Super | External, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`super().__new__(cls)`, `super().__call__(...)` of a metaclass, `object.__new__(cls)`, `type.__call__(cls)`."""
    given = arguments.positional[0] if arguments.positional else UNKNOWN
    if name == "__call__":
        cls = owner.bound if isinstance(owner, Super) else given
        rest = arguments if isinstance(owner, Super) else arguments.without_first()
        return make(machine, cls, rest, node, frame) if isinstance(cls, Class) else UNKNOWN
    if machine.creating and len(arguments.positional) > 2:  # of a metaclass, with name, bases and names
        return completed(machine, node, frame, arguments.positional[-1])
    return Instance(given, arguments.without_first(), node, machine.chain) if isinstance(given, Class) else UNKNOWN


# Calls of methods that the machine understands


def call_native(machine: Machine, method: Native, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if method.name == "__enter__":
        return enter_context(machine, method.owner, node, frame)
    if method.name == "__exit__":
        leave(machine, method.owner, node, frame)
        return leave_context(machine, method.owner, node, frame)
    if isinstance(method.owner, (ListObject, DictObject, Constant)) and method.name in ("extend", "update", "join"):
        arguments = consumed(machine, arguments, node, frame)
    if isinstance(method.owner, (ListObject, DictObject, TupleValue)) and method.name in _ASKING:
        return asked_by_protocol(machine, method, arguments, node, frame)
    match method.owner:
        case Application() | Opaque():
            return call_application(machine, method.owner, method.name, arguments, node, frame)
        case StackList(application):
            return edit_stack(machine, application, method.name, arguments, node, frame)
        case Scope() | Connection():
            return call_mapping(machine, method.owner, method.name, arguments, node, frame)
        case ListObject():
            return call_list(machine, method.owner, method.name, arguments, node, frame)
        case TupleValue() if method.name in ("index", "count") and arguments.positional:
            return place_in(machine, method.owner, method.name, arguments.positional[0])
        case DictObject():
            return call_dict(machine, method.owner, method.name, arguments, node)
        case Super():
            return call_plain(machine, method.owner, method.name, arguments, node, frame)
        case Function():
            return register_variant(machine, method.owner, arguments)
        case Lazy():
            return call_method(machine, method.owner, method.name, arguments, node, frame)
        case Class() if method.name == "__subclasses__":
            return derived_from(machine, method.owner)
        case Class():  # `Model.model_validate(value)`
            value = arguments.positional[0] if arguments.positional else UNKNOWN
            validate(machine, method.owner, value, node, frame)
            hand_request(machine, arguments, node, frame)
            made = Instance(method.owner, Arguments(), node, machine.chain)
            if isinstance(value, DictObject):
                set_fields(machine, method.owner, made, given_in(value), node, frame)
            validate_after(machine, made, node, frame)
            return made
        case Constant(value=str(text)):
            call_handed(machine, arguments, node, frame)
            if method.name == "format" and machine.following:
                read_fields(machine, text, arguments, node, frame)
            if method.name == "format_map" and arguments.positional:
                fill(machine, method.owner, r"{(\w+)", arguments.positional[0], node, frame)
                return made_from(machine, text, *arguments.all())
            return call_on_text(machine, text, method.name, arguments, node, frame)
        case KeyValue():
            return call_unknown(machine, UNKNOWN, arguments, node, frame)
        case Native(owner=Application() as application, name="routes") if not machine.following:
            if method.name in ("append", "insert", "extend") and arguments.positional:
                adopt(machine, application, arguments.positional[-1])
            return NONE
    return UNKNOWN


_ASKING = frozenset(["__getitem__", "__contains__", "__len__", "__bool__", "__eq__", "__ne__", "__str__", "__repr__"])


def asked_by_protocol(machine: Machine, method: Native, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`read = settings.__getitem__`, which asks for an element when it is called."""
    if method.name == "__getitem__" and len(arguments.positional) == 1:
        return element_of(machine, method.owner, arguments.positional[0], node, frame)
    return made_from(machine, method.name, method.owner, *arguments.all())


def call_on_text(machine: Machine, text: str, name: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A method of a constant text; a thorough look tells what is not worked out by what it is made of."""
    shown: list[Value] = []
    for value in arguments.all() if name in ("format", "join") else ():
        gone_through = iterated(machine, value, node, frame) if machine.thorough and name == "join" else value
        shown.append(show(machine, gone_through, ("__format__", *SHOWN), node, frame))
    given = arguments
    if name == "join" and machine.thorough and not machine.following and shown:
        given = Arguments((shown[0],))
    result = call_text(text, name, given)
    return made_from(machine, f"{text}.{name}", *(shown or arguments.all())) if result == UNKNOWN else result


def read_fields(machine: Machine, text: str, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """`"{0.session}".format(request)` reads the attribute."""
    for place, name in re.findall(r"{(\w*)\.(\w+)", text):
        index = int(place) if place.isdigit() else 0
        value = arguments.get(index if not place or place.isdigit() else None, place)
        if value is not None:
            machine.attribute(value, name, node, frame)


def register_variant(machine: Machine, function: Function, arguments: Arguments) -> Value:
    """`@user_of.register`, `@user_of.register(Request)`: the function for another class."""
    made = arguments.positional[-1] if arguments.positional else UNKNOWN
    if not isinstance(made, Function):
        return Partial(Native(function, "register"), arguments)
    cls = arguments.positional[0] if len(arguments.positional) > 1 else class_taken(machine, made)
    machine.variants.setdefault(function.node, []).append((cls, made))
    return made


def class_taken(machine: Machine, function: Function) -> Value:
    """The class that the first parameter of a function is annotated with, or several in a tuple."""
    skip = function.owner is not None and not is_static(function.node)
    parameters = [*function.node.args.posonlyargs, *function.node.args.args][skip:]
    annotation = parameters[0].annotation if parameters else None
    parts: list[ast.expr] = []
    while isinstance(annotation, ast.BinOp):
        parts, annotation = [annotation.right, *parts], annotation.left
    parts = [annotation, *parts] if annotation is not None else []
    classes = [machine.evaluate(part, function.frame) for part in parts]
    items = tuple(Item(cls, (), frozenset()) for cls in classes)
    return TupleValue(items) if len(classes) > 1 else classes[0] if classes else UNKNOWN


def is_static(node: ast.AST) -> bool:
    return any(ast.unparse(part) == "staticmethod" for part in getattr(node, "decorator_list", ()))


def call_application(
    machine: Machine, owner: Application | Opaque, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    application = machine.application_of(owner)
    if application is not None and machine.following and name == "__call__":  # of its base class, in its own `__call__`
        return call_inner(machine, Inner("app"), arguments, node, frame)
    if application is None or machine.following:
        return UNKNOWN
    if name == "__init__":
        construct(machine, application, arguments, node, frame)
    elif name == "add_middleware":
        cls = arguments.get(0, "middleware_class")
        rest = arguments.without_first()
        rest = rest._replace(named=tuple(pair for pair in rest.named if pair[0] != "middleware_class"))
        layer = new_layer(machine, cls if cls is not None else UNKNOWN, rest, node, frame)
        machine.register(application, layer, "outer", "add")
        return NONE
    elif name == "middleware":
        return Registrar(application)
    elif name in ADOPTING:
        for value in arguments.all():
            adopt(machine, application, value)
    elif name == BUILDER:
        if not any(call.name == BUILDER for call in machine.calls):  # of its class
            machine.note(application, "stack", BUILT, node, frame)
        return application
    elif name in AT_START:
        mark_lifecycle(machine, arguments.get(1, "func"), application)
        return Native(application, "lifecycle")
    elif name == "lifecycle":
        mark_lifecycle(machine, arguments.get(0, "func"), application)
        return arguments.positional[0] if arguments.positional else UNKNOWN
    elif name in STARTING:
        for part in (part for item in [*handlers_of(application).items] for part in alternatives(item.value)):
            machine.call(part, Arguments(), node, frame)
    elif name == "__setattr__":  # that of `object`
        key, value = arguments.get(0, "name") or UNKNOWN, arguments.get(1, "value") or UNKNOWN
        if isinstance(key, Constant) and str(key.value) not in STACK_NAMES:
            application.attributes[str(key.value)] = value
    elif name in ("run", "serve"):
        machine.note(application, "serves", f"{ast.unparse(node)[:40]}", node, frame)
    return UNKNOWN


def call_layer(machine: Machine, layer: Layer, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`sessions(max_age=60)`, of an object whose class derives from `Middleware` and can be called."""
    return UNKNOWN if layer.made is None else call_instance(machine, layer.made, arguments, node, frame)


def call_registrar(machine: Machine, registrar: Registrar, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    function = arguments.positional[0] if arguments.positional else UNKNOWN
    layer = new_layer(machine, External(BASE_HTTP), Arguments((), (("dispatch", function),)), node, frame)
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
    elif name == "extend":
        extend_stack(machine, application, layer)
    elif (found := edited(machine, application, name, arguments, node, frame)) is not None:
        machine.note(application, "stack", source_text(node), node, frame)
        return found
    else:
        machine.note(application, "stack", source_text(node), node, frame)
        machine.hide(application, "`user_middleware` is edited", node, frame)
        application.is_scrambled = application.is_scrambled or name not in ("copy", "index", "count")
    return NONE


def edited(
    machine: Machine, application: Application, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """Do what a method of a list does, where what is in this one is known: `.sort(key=...)`, `.insert(1, layer)`, `.remove(layer)`."""
    stack = list_of_layers(machine, application)
    if stack is None or (
        name in ("insert", "pop") and any(item.conditions != machine.conditions for item in stack.items)
    ):
        return None  # a layer is there only at times, so that no place in the list is certain
    found = call_list(machine, stack, name, arguments, node, frame)
    return found if put_back(machine, application, stack, frame) else None


def call_other(machine: Machine, application: Application, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A layer hands the request to an application, which may have a session of its own."""
    classes = [cls for slot in application.slots for part in alternatives(slot.layer.cls) for cls in linearized(part)]
    names = {canonical(cls.dotted) for cls in classes if isinstance(cls, External)}
    if any(map(is_scope, arguments.all())) and any("session" in PROVIDES.get(name, ()) for name in names):
        machine.bar("hands requests to an application that has a session of its own")
    return UNKNOWN


CALLERS: dict[type, Callable[[Machine, Any, Arguments, ast.AST, Frame], Value]] = {
    Function: call_own,
    Class: instantiate,
    Native: call_native,
    BaseMethod: call_inherited,
    Registrar: call_registrar,
    Layer: call_layer,
    Inner: call_inner,
    Application: call_other,
    Unknown: call_unknown,
    Opaque: call_unknown,
}
