"""What the machine knows without reading source: Starlette's own objects, and how a layer is entered."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.belongings import give, package_of
from codemod.interpreter.binding import BUILT, ROUTE, STACK_NAMES, adopt, application_in, mark_lifecycle, source_text
from codemod.interpreter.calls import call_function, call_instance, find_member, iterated, some
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.constant_conditions import truth
from codemod.interpreter.containers import exclusive, is_open, is_scrambled, items_of, layer_options
from codemod.interpreter.creation import completed, derived_from, made_by_call, member_with
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.dispatchers import passes_request_on
from codemod.interpreter.expressions import element_of, fill
from codemod.interpreter.kinds import any_or_all, size_of
from codemod.interpreter.lazies import call_method, consumed, hand, resume
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.outside import call_environment, fill_settings, write
from codemod.interpreter.protocols import GATHERING, SHOWN, converted, gone_through_by, show
from codemod.interpreter.scope import connected, is_scope, scope_in
from codemod.interpreter.stack_edits import list_of_layers, put_back
from codemod.interpreter.statements import extend_stack
from codemod.interpreter.strings import call_text
from codemod.interpreter.unseen import as_seen, change_given, changes_nothing, is_holder
from codemod.interpreter.values import (
    ASKED,
    NO,
    NONE,
    UNKNOWN,
    YES,
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
    constant,
    frame_of,
    is_asked,
    join,
)
from codemod.libraries import imports, inspection, ordering
from codemod.libraries.around import wrapped_by_class
from codemod.libraries.conversion import is_of_settings
from codemod.libraries.fields import AS_DICTS, fields_as_dict, given_in, is_model, set_fields, told_after, validate
from codemod.libraries.handed import note_handed
from codemod.libraries.imports import import_named
from codemod.libraries.pure import NAMES as PURE
from codemod.libraries.pure import call_pure
from codemod.libraries.requests import (
    call_base_method,
    call_handed,
    call_inner,
    call_mapping,
    call_unknown,
    enter_context,
    given_connection,
    hand_request,
    leave_context,
    tell_listeners,
)
from codemod.libraries.running import THREADS, leave, run_by
from codemod.libraries.standard import (
    BUILTINS,
    ITERATORS,
    SPECIAL,
    call_dict,
    call_list,
    dict_of,
    iterator_named,
    place_in,
)
from codemod.library_names import (
    ADOPTING,
    APPLICATIONS,
    AT_START,
    AWAITS,
    BASE_HTTP,
    CALLING_SETUP,
    CHAIN_MAP,
    CHANGING_OPERATORS,
    CLASS_MAKERS,
    CLIENTS,
    CONFIGURES,
    FASTHTML,
    FIELDS,
    FOREIGN,
    GIVES_BACK,
    GIVES_NEW,
    GOES_THROUGH,
    INITIALIZERS,
    KEEPS,
    LOGS,
    LOOPS,
    MAPPINGS,
    MIDDLEWARE,
    PARSES,
    PATCHES_DICTS,
    PROVIDES,
    ROUTES,
    RUN_AT_END,
    RUN_LATER,
    RUNNERS,
    SERVES,
    SHOWING,
    SIGNALS,
    SIGNATURES,
    STARLETTE_SESSION,
    USING_FUNCTIONS,
    canonical,
    is_connection_class,
    is_named,
    last_name,
    leaves_arguments,
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


# Calls of things known only by name


def call_external(machine: Machine, function: External, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    dotted = canonical(function.dotted)
    owner, _, name = function.dotted.rpartition(".")
    builtin = BUILTINS.get(dotted) or imports.BUILTINS.get(dotted) or inspection.BUILTINS.get(dotted)
    builtin = builtin or (None if machine.thorough else ordering.BUILTINS.get(dotted))
    builtin = builtin or (iterator_named(dotted) if machine.thorough else None)
    if any(isinstance(value, Lazy) for value in arguments.all()):
        arguments = taken(machine, dotted, arguments, node, frame)
    if machine.following and arguments.positional and is_scope(arguments.positional[0]):
        read = read_plainly(machine, dotted, arguments, node, frame)
        if read is not None:
            return read
    if owner == "builtins" and name != "setattr" and asks(arguments, also_stack=builtin is None):
        return answer_of_stack(machine, name, arguments)
    if dotted in ("builtins.object.__new__", "builtins.type.__new__", "builtins.type.__call__"):
        return call_plain(machine, External(owner), name, arguments, node, frame)
    if dotted == "builtins.set" and not arguments.all():
        return ListObject(is_scrambled=True)
    write(machine, dotted, name, arguments, node)
    if machine.thorough and (variable := call_environment(machine, dotted, arguments, node)) is not None:
        return variable
    if builtin is not None:
        return builtin(machine, arguments, node, frame)
    if dotted in RUN_AT_END:
        return install(machine, arguments)
    for installed in machine.installed if dotted in SIGNALS and machine.thorough else ():
        run_installed(machine, installed, node, frame)
    if dotted == "builtins.len" and (size := length_of(machine, arguments)) is not None:
        return constant(size)
    if dotted in PURE and (known := call_pure(machine, dotted, arguments)) is not None:
        return known
    if dotted.startswith(LOOPS) and name in AWAITS and arguments.positional and not_a_function(arguments.positional[0]):
        return arguments.positional[0]
    if name in ("next", "anext") and arguments.positional and isinstance(arguments.positional[0], Lazy):
        return resume(machine, arguments.positional[0], NONE, node, frame) or arguments.get(1, "default") or UNKNOWN
    if dotted == "builtins.next" and (machine.thorough or machine.following) and arguments.positional:
        items = list(items_of(arguments.positional[0]) or ())
        if items and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Call):  # `next(iter(keys))`
            return items[0].value
        if items:
            return join([item.value for item in items])
    if dotted == "builtins.type" and len(arguments.positional) == 1 and isinstance(arguments.positional[0], Instance):
        return arguments.positional[0].cls
    bases = bases_given(arguments) if machine.thorough and dotted in CLASS_MAKERS else ()
    if dotted == "builtins.type" and len(arguments.positional) == 3 and not machine.thorough:
        parts = (item.value for item in items_of(arguments.positional[1]) or ())
        bases = tuple(part for part in parts if isinstance(part, (Class, External)))
    if bases:
        named, names = arguments.get(0, "name") or UNKNOWN, arguments.get(2, "dict") or UNKNOWN
        return made_by_call(machine, str(getattr(named, "value", "")), bases, names, node, frame)
    if dotted in ("builtins.exec", "builtins.eval") and not machine.following:
        for known in machine.applications:
            machine.hide(known, f"`{name}` runs what is not read", node, frame)
    if dotted in AS_DICTS and (data := fields_as_dict(arguments)) is not None:
        return data
    if dotted in SPECIAL and arguments.positional:
        own = converted(machine, arguments.positional[0], SPECIAL[dotted], node, frame)
        if own is not None:
            return own
    if dotted in GATHERING and arguments.positional and machine.thorough:
        gathered = gone_through_by(machine, name, arguments.positional[0], node, frame)
        arguments = arguments._replace(positional=(gathered, *arguments.positional[1:]))
    if dotted in APPLICATIONS:
        return new_application(machine, None, arguments, node, frame)
    if dotted in FASTHTML:
        return new_fasthtml(machine, name, arguments, node, frame)
    if dotted == MIDDLEWARE:
        return listed_layer(machine, arguments, node, frame)
    if is_connection_class(dotted):
        given = arguments.get(0, "scope")
        return connected(given, last_name(dotted)) if given is not None and is_scope(given) else UNKNOWN
    if is_route_class(dotted):
        return new_route(machine, arguments, node, frame)
    unbound = arguments.positional[0] if arguments.positional else None
    if owner in APPLICATIONS and isinstance(unbound, (Application, Opaque)):  # `FastAPI.add_middleware(app, Trace)`
        return machine.call(Native(unbound, name), arguments.without_first(), node, frame)
    is_of_class = last_name(owner)[:1].isupper()
    # `Base.__init__(self, app)`
    if is_of_class and isinstance(unbound, Instance) and External(owner) in linearized(unbound.cls):
        return call_inherited(machine, BaseMethod(unbound, owner, name), arguments.without_first(), node, frame)
    if name in ("add_middleware", "middleware") and owner.partition(".")[0] not in FOREIGN and not machine.following:
        application = machine.application_of(External(owner))
        return machine.call(Native(application, name), arguments, node, frame) if application else UNKNOWN
    if name in ("dump", "dumps") and machine.following:
        show_by(machine, arguments, node, frame)
    if dotted in CONFIGURES:
        import_named(machine, arguments.all(), node, frame)
    machine.has_weak_references = machine.has_weak_references or owner == "weakref"
    note_shown(machine, dotted, arguments, node, frame)
    give(machine, package_of(function.dotted), arguments, node)
    given_application = hand_over(machine, dotted, arguments, node, frame)
    if given_application is not None:
        return given_application
    if dotted in RUN_LATER and machine.following:  # with the response that it is given to
        call_handed(machine, arguments, node, frame)
    elif not name[:1].isupper():  # a constructor keeps what it is given
        if owner not in _DECORATING and dotted not in _KEEPING:  # what these are given is called later
            call_handed(machine, arguments, node, frame)
        if machine.thorough and owner != "builtins":
            ask_properties(machine, arguments, node, frame)
        is_reading = changes_nothing(name) or dotted.startswith(RUNNERS) or leaves_arguments(dotted)
        if name in CHANGING_OPERATORS or not (is_reading or dotted in PATCHES_DICTS):
            change_given(machine, arguments, node)
    if machine.following and (owner in MAPPINGS or not is_named(dotted)):
        hand_request(machine, arguments, node, frame)
    if given_connection(arguments):
        for key in USING_FUNCTIONS.get(dotted, ()):
            machine.observe("use", key, node, frame, "AssertionError")
    if dotted == CHAIN_MAP and not arguments.all():
        arguments = Arguments((DictObject(),))  # it has one of its own
    made = Instance(External(dotted), arguments, node)
    if dotted == "contextvars.copy_context":
        machine.contexts[made] = machine.context
    if owner == "weakref" and name.startswith("Weak"):
        machine.weak[made] = [*arguments.all()]
    if not machine.thorough or not is_holder(made) or dotted in FIELDS:  # a field keeps what it is given
        return made
    as_seen(made)
    # Not where it calls what it is given.
    is_new = name in GIVES_NEW or (dotted in PARSES and len(arguments.all()) == 1)
    return made.without_arguments() if is_new else made


def length_of(machine: Machine, arguments: Arguments) -> int | None:
    """The place behind all elements of a list, while the program is being set up: `layers.insert(len(layers), layer)`."""
    is_set_up = not (machine.following or machine.thorough)
    return size_of(arguments.positional[0]) if is_set_up and len(arguments.positional) == 1 else None


# Modules whose decorators call nothing of what they are given, and built-in functions that make something of a method.
_DECORATING = frozenset(["functools", "contextlib", "abc", "typing", "typing_extensions"])
_KEEPING = frozenset(["builtins.property", "builtins.classmethod", "builtins.staticmethod"])


def install(machine: Machine, arguments: Arguments) -> Value:
    """`atexit.register(close)`, also as a decorator: it runs when all is done, unless something sends a signal."""
    machine.installed.append(arguments)
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    return first if isinstance(first, Function) else UNKNOWN


def run_installed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What was told to run at the end, or when a signal comes, is run: also `options.update`, a method of a list or dict."""
    call_handed(machine, arguments, node, frame)
    for place, value in enumerate(arguments.positional):
        if isinstance(value, Native) and isinstance(value.owner, (DictObject, ListObject)):
            machine.call(value, Arguments(arguments.positional[place + 1 :], arguments.named), node, frame)


def bases_given(arguments: Arguments) -> tuple[Value, ...]:
    """The classes that a function is given to make another one of: `make_dataclass("Point", ["x"], bases=(Record,))`."""
    given = (arguments.get(1, "bases"), arguments.get(None, "bases"), arguments.get(None, "__base__"))
    parts = [
        part for value in given if value is not None for part in (value, *(i.value for i in items_of(value) or ()))
    ]
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Class)))


def ask_properties(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Something that is not followed may ask an object that it is given for all that it has: `inspect.getmembers(service)`."""
    for value in arguments.positional:
        if not isinstance(value, Instance):
            continue
        names = [
            name for entry in linearized(value.cls) if isinstance(entry, Class) for name in properties_of(entry.node)
        ]
        for name in dict.fromkeys(names):
            machine.attribute(value, name, node, frame)


@once
def properties_of(cls: ast.ClassDef) -> tuple[str, ...]:
    """The names of methods under `@property`."""
    methods = (part for part in cls.body if isinstance(part, ast.FunctionDef))
    return tuple(
        part.name for part in methods if any(last_name(ast.unparse(one)) == "property" for one in part.decorator_list)
    )


def show_by(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """`json.dumps(body, default=encode)`: the function is given what is no plain value."""
    default = arguments.get(None, "default")
    if default is not None:
        for value in arguments.positional[:1]:
            for part in objects_in(value):
                machine.call(default, Arguments((part,)), node, frame)


def objects_in(value: Value, depth: int = 0) -> list[Value]:
    match value:
        case Instance() | Connection():
            return [value]
        case DictObject(items=parts):
            inner = [*parts.values()]
        case ListObject(items=items) | TupleValue(items=items):
            inner = [item.value for item in items]
        case _:
            return []
    return [part for one in some(inner, depth) for part in objects_in(one, depth + 1)] if depth < 3 else []


_COPIED = frozenset(f"builtins.{name}" for name in ("set", "frozenset", "sorted", "tuple", "list"))


def read_plainly(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """What a function gives that reads the scope or a connection in the way of a method: `dict.get(scope, "session")`."""
    owner, _, name = dotted.rpartition(".")
    first, *rest = arguments.positional
    if dotted in _COPIED:
        return scope_in(first)  # its keys
    if owner == "builtins.dict" or dotted in ("operator.contains", "operator.getitem"):
        method = {"contains": "__contains__", "getitem": "__getitem__"}.get(name, name)
        return machine.call(Native(first, method), arguments._replace(positional=tuple(rest)), node, frame)
    holder, _, attribute = owner.rpartition(".")
    if name in ("fget", "__get__") and is_connection_class(holder):  # `Request.session.fget(request)`
        return machine.attribute(first, attribute, node, frame)
    return None


def taken(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Arguments:
    """What is given to a function that is known by name, once what this goes through or waits for at once has been run."""
    if machine.thorough and dotted in ITERATORS:
        return arguments  # which goes through it when somebody goes through that
    is_run = (dotted.startswith(GOES_THROUGH) and dotted not in KEEPS) or last_name(dotted).endswith("Response")
    if dotted == "builtins.next":  # not of a generator function, which is run up to its next `yield`
        first = arguments.positional[0] if arguments.positional else UNKNOWN
        is_run = isinstance(first, Lazy) and first.function is None and machine.following
    if is_run:
        began = machine.tick()
        run = consumed(machine, arguments, node, frame)
        if dotted in ("builtins.all", "builtins.any"):  # which stop at the first that is false, or true
            for application in machine.applications:
                if sum(slot.time > began for slot in application.slots) > 1:
                    machine.note(application, "opaque", source_text(node), node, frame)
        return run
    if dotted not in KEEPS:
        hand(machine, arguments, node, frame)
    return arguments


def not_a_function(value: Value) -> bool:
    """Whether a value is what came of a coroutine: `anyio.run(main)` is given the function."""
    return not isinstance(value, (Function, Partial, BaseMethod, External, Native))


def note_shown(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What is printed or logged is made a text of, and told to whoever listens."""
    owner, _, name = dotted.rpartition(".")
    if name in SHOWING or owner == "logging":
        for value in arguments.all():
            show(machine, value, ("__repr__",) if name == "repr" else SHOWN, node, frame)
    if owner == "logging" and name in LOGS:
        tell_listeners(machine, arguments, node, frame)


def answer_of_stack(machine: Machine, name: str, arguments: Arguments) -> Value:
    """`any(...)` of what was made of a stack that is known; `set(...)` of it is as much of it."""
    first = arguments.positional[0] if len(arguments.positional) == 1 else UNKNOWN
    told = machine.told.get(first) if isinstance(first, Unknown) else None
    if told is None:
        return ASKED
    if name in ("list", "tuple", "set", "frozenset", "iter"):
        return first
    outcomes = [truth(item.value) if not item.conditions else None for item in told]
    outcome = any_or_all(ast.Or() if name == "any" else ast.And(), outcomes) if name in ("any", "all") else None
    return ASKED if outcome is None else YES if outcome else NO


def asks(arguments: Arguments, also_stack: bool) -> bool:
    """Whether a function of Python's own is given what the stack told: `any(...)`, `len(app.user_middleware)`."""

    def is_stack(value: Value) -> bool:
        return isinstance(value, StackList) or getattr(value, "is_of_stack", False)

    return any(is_asked(value) and (also_stack or not is_stack(value)) for value in arguments.all())


def hand_over(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """An application is given to something that is not read: it may serve it, wrap it, or register more on it."""
    given = [value for value in arguments.all() if isinstance(value, (Application, Wrapped))]
    text = f"{'.'.join(dotted.split('.')[-2:])}(...)" if dotted in SERVES else f"{last_name(dotted)}(...)"
    if dotted in SERVES:
        everywhere = given or [*machine.applications]
        for value in everywhere:
            inside = value.application if isinstance(value, Wrapped) else value
            machine.note(inside, "stack" if dotted.endswith(".run_with") else "serves", text, node, frame)
        return UNKNOWN
    if not (dotted.startswith("builtins.") or (dotted in THREADS and not machine.thorough)):
        note_handed(machine, arguments, node, frame, text)
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
    External: call_external,
    Native: call_native,
    BaseMethod: call_inherited,
    Registrar: call_registrar,
    Layer: call_layer,
    Inner: call_inner,
    Application: call_other,
    Unknown: call_unknown,
    Opaque: call_unknown,
}
