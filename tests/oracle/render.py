"""A description becomes the text of a program, and the expressions that name its applications."""

from __future__ import annotations

import functools
from typing import NamedTuple

import black

from .definitions import TAB, arguments, definition, definitions, helper_items, imports, indented
from .description import (
    PLAIN,
    Application,
    Compound,
    Dress,
    Filler,
    Helper,
    Item,
    Layer,
    Listing,
    Loop,
    Program,
    Registration,
    Session,
    Trap,
    all_layers,
)


class Scene(NamedTuple):
    """What the items of one block call their application."""

    receiver: str
    framework: str = "FastAPI"


def name_of(layer: Session | Layer) -> str:
    return layer.token if isinstance(layer, Session) else layer.name


def dressed(lines: list[str], dress: Dress, subject: str) -> list[str]:
    """The statement with the comments and blank lines around it; every comment names its subject, so none is alike."""
    above = [f"# {comment} ({subject})" for comment in dress.above]
    heading = [f"# --- about {subject} ---", ""] if dress.heading else []
    if dress.trailing:
        lines = [*lines[:-1], f"{lines[-1]}  # beside {subject}"]
    return [""] * dress.blanks + heading + above + lines


def call(head: str, given: list[str], dress: Dress, subject: str) -> list[str]:
    """``head(given)`` on one line or on several, as the dress says."""
    if dress.layout == "spaced":
        return [f"{head}( {' , '.join(given)} )"]
    if dress.layout == "line" and not dress.inside:
        return [f"{head}({', '.join(given)})"]
    rows = [f"{argument}," for argument in given]
    if dress.layout != "magic":
        rows[-1] = rows[-1][:-1]
    if dress.inside:
        rows[0] += f"  # inside {subject}"
    return [f"{head}(", *indented(rows), ")"]


def item_lines(item: Item, scene: Scene) -> list[str]:
    match item:
        case Registration():
            return registration_lines(item, scene)
        case Filler():
            return [""] * item.blanks + filler_lines(item, scene)
        case Trap():
            return trap_lines(item, scene.receiver)
        case Compound():
            return compound_lines(item, scene)
        case Loop():
            return loop_lines(item, scene.receiver)
        case Helper():
            return dressed([f"{item.name}({scene.receiver})"], item.dress, item.name)


def block(items: tuple[Item, ...], scene: Scene) -> list[str]:
    return [line for item in items for line in item_lines(item, scene)]


def never_empty(lines: list[str]) -> list[str]:
    """A block needs a statement, and comments are none."""
    statements = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    return lines if statements else [*lines, "pass"]


def registration_lines(item: Registration, scene: Scene) -> list[str]:
    subject, dress = name_of(item.layer), item.dress
    first: list[str] = []
    if isinstance(item.layer, Session) and item.layer.argument == "local":
        first = [f'key_{item.layer.number} = "key-{item.layer.number}"']
    if item.form in ("decorator", "class_decorator"):
        assert isinstance(item.layer, Layer)
        return dressed(decorated(item.layer, item.form, scene.receiver), dress._replace(trailing=False), subject)
    return first + dressed(statement(item, scene.receiver), dress, subject)


def decorated(layer: Layer, form: str, app: str) -> list[str]:
    decorator = f'@{app}.middleware("http")' if form == "decorator" else f"@{app}.add_middleware"
    return [decorator, *definition(layer), ""]


def statement(item: Registration, app: str) -> list[str]:
    subject, given = name_of(item.layer), arguments(item.layer, item.form != "add")
    plain = ", ".join(given)
    match item.form:
        case "add":
            return call(f"{app}.add_middleware", given, item.dress, subject)
        case "add_keyword":
            return call(f"{app}.add_middleware", [f"middleware_class={given[0]}", *given[1:]], item.dress, subject)
        case "add_partial":
            return call(f"{app}.add_middleware", [f"functools.partial({plain})"], item.dress, subject)
        case "add_lambda":
            rest = "".join(f", {argument}" for argument in given[1:])
            return call(f"{app}.add_middleware", [f"lambda app: {given[0]}(app{rest})"], item.dress, subject)
        case "call":
            return [f'{app}.middleware("http")({subject})']
        case "call_keyword":
            return [f'{app}.middleware(middleware_type="http")({subject})']
        case "append":
            return call(f"{app}.user_middleware.append", [f"Middleware({plain})"], item.dress, subject)
        case "insert":
            return call(f"{app}.user_middleware.insert", ["0", f"Middleware({plain})"], item.dress, subject)
        case "wrap":
            return [f"{app} = {given[0]}({', '.join([app, *given[1:]])})"]
        case form:
            raise AssertionError(form)


def filler_lines(item: Filler, scene: Scene) -> list[str]:
    n, app = item.number, scene.receiver
    route = [f'@{app}.get("/items-{n}")', f"async def read_items_{n}():", f'{TAB}return {{"items": {n}}}', ""]
    match item.kind:
        case "constant":
            return [f"LIMIT_{n} = {n}"]
        case "log":
            return [f'logger.info("step {n}")']
        case "function":
            return [f"def compute_{n}(value):", f"{TAB}return value + {n}", ""]
        case "route":
            return route if scene.framework == "FastAPI" else [f"ROUTE_{n} = None"]
        case "comment":
            return ["", f"# --- section {n} ---", ""]
        case "loop":
            return [f"for index_{n} in range(2):", f'{TAB}logger.debug("round %s", index_{n})']
        case "try":
            return ["try:", f"{TAB}import json as codec_{n}", "except ImportError:", f"{TAB}codec_{n} = None"]
        case "state":
            return [f"{app}.state.ready_{n} = True"]
        case "router" if scene.framework == "FastAPI":
            return [f"{app}.include_router(APIRouter())"]
        case "environment":
            return [f'os.environ["OTHER_{n}"] = "1"']
        case _:
            return [f'TEXT_{n} = """', "app.add_middleware(SessionMiddleware)  # only text", '"""']


def trap_lines(trap: Trap, app: str) -> list[str]:
    n = trap.session
    return {
        "rebind": [f'key_{n} = "another"'],
        "augment": [f'key_{n} += "more"'],
        "attribute": [f'SETTINGS.key_{n} = "another"'],
        "setattr": [f'setattr(SETTINGS, "key_{n}", "another")'],
        "options_item": [f'OPTIONS_{n}["max_age"] = 60'],
        "options_update": [f"OPTIONS_{n}.update(max_age=60)"],
        "load_dotenv": ["load_dotenv()"],
        "environ_item": ['os.environ["SESSION_KEY"] = "another"'],
        "environ_default": ['os.environ.setdefault("SESSION_KEY", "another")'],
        "return": [f"if FLAG_{n}:", f"{TAB}return {app}"],
        "raise": [f"if FLAG_{n} and not {app}:", f'{TAB}raise RuntimeError("no settings")'],
        "smoke": ['if "--smoke" in sys.argv:', f'{TAB}TestClient({app}).get("/")'],
        "read": [f"depth_{n} = len({app}.user_middleware)"],
        "walk": [f"for layer in {app}.user_middleware:", f'{TAB}logger.debug("layer %s", layer)'],
        "assign": [f"{app}.user_middleware = list({app}.user_middleware)"],
        "fmt_off": ["# fmt: off"],
        "region": ["# region: layers"],
    }[trap.kind]


def compound_lines(item: Compound, scene: Scene) -> list[str]:
    bodies = [indented(block(body, scene)) for body in item.bodies]
    match item.kind:
        case "if":
            return [f"if FLAG_{item.flag}:", *bodies[0]]
        case "oneline":
            return [f"if FLAG_{item.flag}: {bodies[0][-1].strip()}"]
        case "if_else":
            return [f"if FLAG_{item.flag}:", *bodies[0], "else:", *bodies[1]]
        case "try":
            return ["try:", *bodies[0], "except ValueError:", f'{TAB}logger.info("no layer {item.flag}")']
        case "with":
            return ["with contextlib.suppress(ValueError):", *bodies[0]]


def loop_lines(item: Loop, app: str) -> list[str]:
    plain = all(isinstance(layer, Layer) and len(arguments(layer)) == 1 for layer in item.layers)
    if plain:
        layers = f"[{', '.join(arguments(layer)[0] for layer in item.layers)}]"
        target, added = "layer", "layer"
    else:
        layers = f"[{', '.join(pair(layer) for layer in item.layers)}]"
        target, added = "layer, options", "layer, **options"
    source = f"reversed({layers})" if item.flipped else layers
    return [f"for {target} in {source}:", f"{TAB}{app}.add_middleware({added})"]


def pair(layer: Session | Layer) -> str:
    """``(Class, {"option": value})``, as a loop over classes with options has it."""
    cls, *rest = arguments(layer, by_keyword=True)
    options = [f'"{name}": {value}' for name, _, value in (argument.partition("=") for argument in rest)]
    return f"({cls}, {{{', '.join(options)}}})"


def element_lines(element: Registration) -> list[str]:
    """One element of a list, on lines of its own, with its comma."""
    subject, dress = name_of(element.layer), element.dress
    above = [f"# {comment} ({subject})" for comment in dress.above]
    made = call("Middleware", arguments(element.layer), dress._replace(inside=False), subject)
    beside = f"  # beside {subject}" if dress.trailing else ""
    return [*above, *made[:-1], f"{made[-1]},{beside}"]


def display(elements: tuple[Registration, ...], opening: str = "[", closing: str = "]") -> list[str]:
    """A list display: on one line unless an element has comments or lines of its own."""
    if all(element.dress == PLAIN for element in elements):
        return [f"{opening}{', '.join(middleware(element) for element in elements)}{closing}"]
    return [opening, *indented([line for element in elements for line in element_lines(element)]), closing]


def middleware(element: Registration) -> str:
    return f"Middleware({', '.join(arguments(element.layer))})"


def assigned(target: str, lines: list[str], suffix: str = "") -> list[str]:
    return (
        [f"{target}{lines[0]}", *lines[1:-1], f"{lines[-1]}{suffix}"]
        if len(lines) > 1
        else [target + lines[0] + suffix]
    )


def listing_lines(listing: Listing, number: int) -> tuple[list[str], list[str]]:
    """The statements before the constructor, and its argument, as lines."""
    name, elements = f"layers_{number}", listing.elements
    shown = display(elements)
    half = len(elements) // 2
    match listing.style:
        case "inline":
            return [], assigned("middleware=", shown)
        case "variable":
            before = assigned(f"{name} = ", shown)
        case "append":
            before = [f"{name} = []", *grown(elements, f"{name}.append(", ")")]
        case "append_rest":
            rest = grown(elements[half:], f"{name}.append(", ")")
            before = [*assigned(f"{name} = ", display(elements[:half])), *rest]
        case "augment":
            before = [f"{name} = []", *grown(elements, f"{name} += [", "]")]
        case "extend":
            before = [f"{name} = []", *assigned(f"{name}.extend(", shown, ")")]
        case "insert":
            before = [f"{name} = []", *grown(elements[::-1], f"{name}.insert(0, ", ")")]
        case "sum":
            first, last = (", ".join(middleware(e) for e in part) for part in (elements[:half], elements[half:]))
            before = [f"{name} = [{first}] + [{last}]"]
        case "starred":
            first, last = (", ".join(middleware(e) for e in part) for part in (elements[:half], elements[half:]))
            before = [f"base_{number} = [{first}]", f"{name} = [*base_{number}, {last}]"]
        case style:
            raise AssertionError(style)
    return before, [f"middleware={name}"]


def grown(elements: tuple[Registration, ...], opening: str, closing: str) -> list[str]:
    """One statement for each element."""
    lines: list[str] = []
    for element in elements:
        lines += dressed([f"{opening}{middleware(element)}{closing}"], element.dress, name_of(element.layer))
    return lines


def construction(application: Application, receiver: str, factory: str) -> list[str]:
    if application.listing is None:
        return [f"{receiver} = {factory}()"]
    before, argument = listing_lines(application.listing, application.number)
    if len(argument) == 1:
        return [*before, f"{receiver} = {factory}({argument[0]})"]
    return [*before, f"{receiver} = {factory}(", *indented([*argument[:-1], f"{argument[-1]},"]), ")"]


def application_lines(application: Application) -> list[str]:
    n, made = application.number, application.framework
    names = {"module": f"app_{n}", "method": "self.app", "setup": "self.app", "subclass": "self"}
    receiver = names.get(application.container, "app")
    items = block(application.items, Scene(receiver, made))
    start = [] if application.container == "subclass" else construction(application, receiver, made)
    match application.container:
        case "module":
            return [*start, *items]
        case "factory":
            return [f"def create_app_{n}():", *indented([*start, *items, "return app"])]
        case "called":
            made_at = ["", "", f"app_{n} = create_app_{n}()"]
            return [f"def create_app_{n}() -> {made}:", *indented([*start, *items, "return app"]), *made_at]
        case "lazy":
            body = [*start, *items, f"made_{n} = app"]
            guarded = [f"global made_{n}", f"if made_{n} is None:", *indented(body), f"return made_{n}"]
            made_at = ["", "", f"app_{n} = get_app_{n}()", f"same_{n} = get_app_{n}()"]
            return [f"made_{n} = None", "", "", f"def get_app_{n}() -> {made}:", *indented(guarded), *made_at]
        case "nested":
            inner = [f"def build_{n}():", *indented([*start, *items, "return app"]), "", f"return build_{n}()"]
            return [f"def main_{n}():", *indented(inner)]
        case "method":
            body = ["def __init__(self):", *indented([*start, *items])]
            return [f"class Server{n}:", *indented(body)]
        case "setup":
            first = ["def __init__(self):", *indented([*start, "self.setup()"])]
            return [f"class Server{n}:", *indented([*first, "", "def setup(self):", *indented(never_empty(items))])]
        case _:
            body = ["def __init__(self, **options):", *indented(["super().__init__(**options)", *items])]
            return [f"class App{n}({made}):", *indented(body)]


def entry(application: Application) -> str:
    """The expression that gives the application, once the program has run."""
    n = application.number
    return {
        "module": f"app_{n}",
        "called": f"app_{n}",
        "lazy": f"same_{n}",
        "factory": f"create_app_{n}()",
        "nested": f"main_{n}()",
        "method": f"Server{n}().app",
        "setup": f"Server{n}().app",
    }.get(application.container, f"App{n}()")


def helper_lines(helper: Helper, framework: str) -> list[str]:
    return [f"def {helper.name}(app):", *indented(block(helper.body, Scene("app", framework)))]


def raw_text(program: Program) -> str:
    """The program as written, before a formatter has seen it."""
    groups = definitions(program)
    groups += [helper_lines(helper, framework) for helper, framework in helper_items(program)]
    groups += [application_lines(application) for application in program.applications]
    body = "\n\n\n".join("\n".join(group) for group in groups)
    own = any(name_of(layer) == "SessionMiddleware" for app in program.applications for layer in all_layers(app))
    text = "\n".join(imports(body, own)) + "\n\n\n" + body
    return text.rstrip("\n") + "\n"


@functools.cache
def formatted(text: str) -> str:
    return black.format_str(text, mode=black.Mode())


def text_of(program: Program) -> str:
    raw = raw_text(program)
    return formatted(raw) if program.formatted else raw


def source_of(program: Program) -> bytes:
    """The bytes of the program's file."""
    text = text_of(program)
    if not program.final_newline:
        text = text.rstrip("\n")
    text = text.replace("\n", program.newline)
    return (b"\xef\xbb\xbf" if program.bom else b"") + text.encode()
