"""What is known by name of Starlette, FastAPI and Python's own library: tables, no code. Others have models in `libraries/models`.

Every name is an import path; a re-export has an entry in ``SAME`` that leads to the name used in the other tables.
"""

from __future__ import annotations

import sys

from codemod.model import LOADED

NATIVE = frozenset({"starlette", "fastapi"})  # what these do is known better than their source or a model would tell
APPLICATIONS = frozenset({"fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette"})
# Their constructor calls `setup()` at its end, which a subclass may define.
CALLING_SETUP = frozenset({"fastapi.FastAPI", "fastapi.applications.FastAPI"})
FASTHTML = frozenset(
    f"{module}.{name}"
    for module in ("fasthtml", "fasthtml.common", "fasthtml.core")
    for name in ("FastHTML", "fast_app")
)
ROUTES = frozenset({"Mount", "Route", "WebSocketRoute", "Router", "Host"})  # of `starlette.routing`
# Methods that put an application into another, or a function that serves requests; and such as take one that runs at its start or end.
ADOPTING = frozenset(
    ["mount", "host", "include_router", "add_route", "add_api_route", "add_websocket_route", "add_api_websocket_route"]
)
AT_START = frozenset(["on_event", "add_event_handler"])
STARTED = frozenset(["on_startup", "on_shutdown"])  # the lists of a router that hold these
STARTING = frozenset(["startup", "shutdown", "_startup", "_shutdown"])  # its methods that run them
CONNECTIONS = frozenset({"Request", "HTTPConnection", "WebSocket"})
WEB = ("starlette.", "fastapi.")
REQUEST_STATE = "starlette.datastructures.State"  # of `request.state`
CONFIG = "starlette.config.Config"
SECRET = "starlette.datastructures.Secret"
CLASSES = frozenset({"FastAPI", "Starlette", "APIRouter", "Router", "Mount", "Route", "Middleware"})
# What is told what a route asks for: `Depends(user)`.
DEPENDENCIES = frozenset({"Depends", "Security"})
# Libraries of whose layers it is known that those without a row in the tables use no session.
KNOWN = (*WEB, "fastapi_csrf_protect.")

SESSION = frozenset({"session"})
PRINCIPAL = frozenset({"user", "auth"})
PROPERTIES = SESSION | PRINCIPAL  # keys of the scope that a connection has as attributes, behind an assertion
# What the server and Starlette themselves put into the scope: no layer is needed for it.
GIVEN = frozenset(
    """
    type asgi http_version method scheme path raw_path query_string root_path headers client server state extensions subprotocols app
    router endpoint path_params
    """.split()  # noqa: SIM905 - as a list it is twenty lines
)

# What runs when an object is made, in this order, and what gives a class a field with a default.
INITIALIZERS = ("__init__", "__post_init__", "__attrs_post_init__", "model_post_init")
FIELDS = frozenset({"dataclasses.field", "attrs.field", "attr.field", "attr.ib", "attr.attrib", "pydantic.Field"})
FACTORIES = frozenset({"attrs.Factory", "attr.Factory"})
MODEL = "pydantic.BaseModel"
# What models are told of themselves.
CONFIGURATIONS = frozenset(["pydantic.ConfigDict", "pydantic_settings.SettingsConfigDict"])
MODEL_VALIDATOR = "model_validator"  # marks what looks at a model when it is made, and may set its fields
SECRET_TEXT = "pydantic.SecretStr"
# Types of fields whose values are plain ones, whatever is given.
FIELD_TYPES = frozenset(
    ["Path", "timedelta", "SecretStr", "AnyUrl", "HttpUrl", "AnyHttpUrl", "PostgresDsn", "RedisDsn"]
)

BASE_HTTP = "starlette.middleware.base.BaseHTTPMiddleware"
AUTHENTICATION = "starlette.middleware.authentication.AuthenticationMiddleware"
STARLETTE_SESSION = "starlette.middleware.sessions.SessionMiddleware"
STARSESSIONS = "starsessions.middleware.SessionMiddleware"
# Classes without an attribute that programs would ask for.
METHODS_ONLY = frozenset([BASE_HTTP, AUTHENTICATION, STARLETTE_SESSION])
AUTOLOAD = "starsessions.middleware.SessionAutoloadMiddleware"
SECURE_COOKIES = "SecureCookiesMiddleware"

# What a call by position gives to these; `app` comes first in all.
SIGNATURES = {
    BASE_HTTP: ("app", "dispatch"),
    AUTHENTICATION: ("app", "backend", "on_error"),
    STARLETTE_SESSION: (
        "app", "secret_key", "session_cookie", "max_age", "path", "same_site", "https_only", "domain",
    ),
}  # fmt: skip
SIGNATURES["logging.LoggerAdapter"] = ("logger", "extra")
MIDDLEWARE = "starlette.middleware.Middleware"

SAME = {
    "fastapi.middleware.Middleware": MIDDLEWARE,
    "fastapi.templating.Jinja2Templates": "starlette.templating.Jinja2Templates",
}

# The keys that layers provide, each by where it is defined: a probe sees no more of a layer, and a model says the same.
PROVIDES = {
    STARLETTE_SESSION: SESSION,
    STARSESSIONS: SESSION,
    AUTOLOAD: frozenset({LOADED}),
    "starlette_authlib.middleware.AuthlibMiddleware": SESSION,
    "starlette_session.SessionMiddleware": SESSION,
    "starlette_session.middleware.SessionMiddleware": SESSION,
    "starlette_sessions.middleware.SessionMiddleware": SESSION,
    "asgi_sessions.SessionMiddleware": SESSION,
    AUTHENTICATION: PRINCIPAL,
    "starlette_login.middleware.AuthenticationMiddleware": PRINCIPAL,
    "imia.authentication.AuthenticationMiddleware": frozenset({"auth"}),
}


# Arguments through which a layer is handed a function or object that it gives the connection to.
HANDLERS = frozenset(
    {"dispatch", "backend", "key_func", "authenticate", "authenticators", "getter", "selector", "on_error", "get_user"}
)
HANDLER_METHODS = ("authenticate", "dispatch", "__call__")

# Functions that read keys of the connection they are given, and raise where these are not there.
USING_FUNCTIONS = {"starlette.authentication.has_required_scope": ("auth",)}

# Libraries that send requests of their own: the cookies that they set are none of the response.
SENDERS = ("httpx.", "httpx2.", "httpcore.", "httpcore2.", "http.cookiejar", "requests.", "aiohttp.")

# A call that serves the application, or builds its stack: what is registered after it comes too late.
SERVES = frozenset(
    {
        "uvicorn.run",
        "uvicorn.Config",
        "uvicorn.Server",
        "hypercorn.run",
        "granian.Granian",
        "nicegui.ui.run",
        "nicegui.ui.run_with",
        "waitress.serve",
        "daphne.run",
    }
)
# Functions, with what they are given, after the response.
RUN_LATER = frozenset({"starlette.background.BackgroundTask"})
CLIENTS = frozenset({"starlette.testclient.TestClient", "fastapi.testclient.TestClient"})
GIVES_BACK = frozenset({"gradio.mount_gradio_app", "gradio.routes.mount_gradio_app"})

# Frameworks with an `add_middleware` of their own whose order is another: they are no applications here.
FOREIGN = frozenset(
    [
        "aiogram",
        "aiohttp",
        "beaker",
        "blacksheep",
        "bottle",
        "chirp",
        "django",
        "esmerald",
        "falcon",
        "flask",
        "lilya",
        "litestar",
        "quart",
        "ravyn",
        "robyn",
        "sanic",
        "tornado",
    ]
)

STAR_NAMES = {
    "fastapi": ("FastAPI", "Request", "Response", "WebSocket", "Depends", "APIRouter", "HTTPException"),
    "starlette.applications": ("Starlette",),
    "starlette.middleware": ("Middleware",),
    "starlette.middleware.sessions": ("SessionMiddleware",),
    "starlette.middleware.base": ("BaseHTTPMiddleware", "RequestResponseEndpoint"),
    "starlette.middleware.authentication": ("AuthenticationMiddleware",),
    "starlette.requests": ("HTTPConnection", "Request"),
    "starlette.responses": ("JSONResponse", "PlainTextResponse", "Response", "RedirectResponse", "HTMLResponse"),
    "starlette.routing": ("Mount", "Route", "Router", "WebSocketRoute"),
    "starlette.websockets": ("WebSocket",),
}


# Names that stay names when their source is at hand: what they do to an application cannot be read off it.
_NATIVE = frozenset(
    {*SERVES, *GIVES_BACK, *FASTHTML, *FIELDS, *FACTORIES, MODEL, *CONFIGURATIONS, f"pydantic.{MODEL_VALIDATOR}"}
)
_TABLES = (_NATIVE, APPLICATIONS, SAME, SAME.values(), PROVIDES, USING_FUNCTIONS)
PACKAGES = frozenset(name.partition(".")[0] for table in _TABLES for name in table) | {
    "fastapi",
    "builtins",
    "anyio",
    "trio",
}


# Templates of Jinja, by what has them and what loads them: what matters is the text.
JINJA = frozenset(
    ["jinja2.Environment", "jinja2.environment.Environment", "jinja2.Template", "jinja2.environment.Template"]
)
_LOADERS = frozenset(
    f"{module}.{name}" for module in ("jinja2", "jinja2.loaders") for name in ("DictLoader", "FileSystemLoader")
)


def is_native(dotted: str) -> bool:
    return dotted in _NATIVE or dotted in JINJA or dotted in _LOADERS


def is_named(dotted: str) -> bool:
    """Whether a thing is of a library that the tables know, or of Python's own."""
    package = dotted.partition(".")[0]
    return package in PACKAGES or package in sys.stdlib_module_names


def canonical(dotted: str) -> str:
    """The name under which the tables have a thing: `fastapi.middleware.x` is `starlette.middleware.x`, and re-exports."""
    if dotted.startswith("fastapi.middleware.") and dotted.count(".") > 2:
        dotted = "starlette" + dotted[len("fastapi") :]
    return SAME.get(dotted, dotted)


def last_name(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def is_connection_class(dotted: str) -> bool:
    return dotted.startswith(WEB) and last_name(dotted) in CONNECTIONS


# Calls that change nothing of what they are given.
LOGS = frozenset({"info", "debug", "warning", "error", "exception", "critical", "log", "getLogger"})
CHANGES_NOTHING = LOGS | frozenset(
    """
    print dumps loads pformat pprint
    len str repr int float bool bytes isinstance issubclass type id hash getattr hasattr sorted min max sum any all list tuple
    dict set frozenset deque defaultdict enumerate zip range format vars iter reversed map filter copy deepcopy
    parse_qs parse_qsl literal_eval evolve
    nsmallest nlargest bisect bisect_left bisect_right itemgetter attrgetter asdict astuple fields
    replace
    """.split()  # noqa: SIM905 - as a list it is thirty lines
)
# Methods that change nothing of their object, by their beginning: for objects whose source is not at hand.
READING_METHODS = (
    "isEnabledFor", "_asdict",
    "get", "is_", "has_", "to_", "as_", "model_dump", "items", "keys", "values", "copy", "split", "strip", "lstrip", "rstrip", "lower",
    "upper", "format", "encode", "decode", "join", "startswith", "endswith", "replace", "dict", "json", "count", "index", "hex",
    "sections", "options", "new_child", "total", "isoformat", "strftime", "timestamp", "most_common", "elements", "group", "span",
    "read_text", "read_bytes", "exists", "resolve", "absolute", "union", "intersection", "difference", "symmetric_", "issub", "issuper",
    "isdisjoint", "title", "capitalize", "casefold", "partition", "rpartition", "rsplit", "splitlines", "zfill", "cache_info",
    "cache_parameters", "bit_length", "with_name", "with_suffix", "joinpath", "relative_to", "astimezone", "model_copy", "_replace",
)  # fmt: skip
# Methods that change their object though their names begin like those of methods that read: they take out, or go on by one.
_CHANGING_ALL_THE_SAME = frozenset(
    ["getrandbits", "get_nowait", "getresponse", "replace_header"]
    + ["difference_update", "intersection_update", "symmetric_difference_update"]
)


def is_reading_name(method: str) -> bool:
    """Whether a method of this name changes nothing of its object, whatever that is."""
    return method.startswith(READING_METHODS) and method not in _CHANGING_ALL_THE_SAME


# Functions of Python's own that only read a text, bytes, a number or an object that they are given, and go through nothing: by what
# their names begin with, and by themselves.
_READING_STARTS = (
    "hashlib.sha",
    "hashlib.md5",
    "hashlib.blake",
    "hashlib.new",
    "base64.b",
    "base64.urlsafe_",
    "base64.standard_",
    "textwrap.",
)
_READING_FUNCTIONS = frozenset(
    """
    hashlib.pbkdf2_hmac hashlib.scrypt hmac.new hmac.digest hmac.compare_digest zlib.compress zlib.decompress zlib.crc32
    zlib.adler32 binascii.hexlify binascii.unhexlify binascii.b2a_hex binascii.crc32 math.floor math.ceil math.sqrt math.log
    math.trunc html.escape html.unescape unicodedata.normalize struct.unpack struct.unpack_from struct.iter_unpack
    struct.calcsize secrets.compare_digest pickle.dumps marshal.dumps inspect.getmembers inspect.signature inspect.getsource
    inspect.getdoc inspect.getfile inspect.getmodule inspect.isclass inspect.isfunction inspect.ismethod
    inspect.iscoroutinefunction urllib.parse.urlsplit urllib.parse.urlparse urllib.parse.quote urllib.parse.quote_plus
    urllib.parse.unquote urllib.parse.urlencode urllib.parse.urljoin sys.getsizeof sys.getrefcount dataclasses.is_dataclass
    builtins.bytearray builtins.memoryview builtins.callable builtins.abs builtins.round builtins.divmod builtins.ascii
    builtins.dir builtins.ord dataclasses.dataclass enum.unique typing.final typing.runtime_checkable attrs.define attrs.frozen
    attrs.mutable attr.s attr.define attr.dataclass pydantic.dataclasses.dataclass
    """.split()  # noqa: SIM905 - as a list it is thirty lines
)
# Methods of objects of Python's own that only read them, by what made the object.
_READING_METHODS = {
    "queue.": frozenset(["qsize", "empty", "full"]),
    "asyncio.Queue": frozenset(["qsize", "empty", "full"]),
    "multiprocessing.": frozenset(["qsize", "empty", "full"]),
    "threading.": frozenset(["is_set", "locked"]),
    "hashlib.": frozenset(["digest", "hexdigest"]),
    "hmac.": frozenset(["digest", "hexdigest"]),
    "builtins.bytearray": frozenset(["find", "rfind", "isalnum", "isdigit"]),
    "builtins.memoryview": frozenset(["tobytes", "tolist"]),
}


def leaves_arguments(dotted: str) -> bool:
    """Whether a function of Python's own, by its whole name, leaves what it is given as it is."""
    return dotted.startswith(_READING_STARTS) or dotted in _READING_FUNCTIONS


def only_reads(dotted: str, method: str) -> bool:
    """Whether a method leaves its object as it is, which is made by a class or function of this name."""
    return any(method in names for start, names in _READING_METHODS.items() if dotted.startswith(start))


# Functions whose result nothing changes, and methods that give a text or number, of whatever object.
_UNCHANGEABLE = frozenset(
    """
    os.getenv os.environ.get os.path.join builtins.str builtins.int builtins.float builtins.bool builtins.bytes re.compile
    string.Template pathlib.Path pathlib.PurePath pathlib.Path.cwd pathlib.Path.home datetime.timedelta datetime.datetime
    datetime.date datetime.datetime.now datetime.datetime.utcnow datetime.date.today uuid.UUID uuid.uuid1 uuid.uuid4 uuid.uuid5
    decimal.Decimal fractions.Fraction zoneinfo.ZoneInfo ipaddress.ip_address ipaddress.ip_network pydantic.SecretStr
    starlette.datastructures.Secret builtins.open.read builtins.open.readline io.open.read io.open.readline random.SystemRandom
    secrets.SystemRandom
    """.split()  # noqa: SIM905 - as a list it is thirty lines
)
_GIVE_TEXT = frozenset(
    """
    hexdigest digest encode decode isoformat strftime strip lstrip rstrip lower upper read_text read_bytes as_posix total_seconds
    model_dump_json dumps get_secret_value getvalue token_hex token_urlsafe token_bytes
    """.split()  # noqa: SIM905 - as a list it is twenty lines
)


def is_unchangeable(dotted: str) -> bool:
    """Whether what a function or method of this name gives stays what it is, whatever is done with it."""
    return dotted in _UNCHANGEABLE or last_name(dotted) in _GIVE_TEXT


# Objects that read the environment, and a file, when they are called; `read_env()` fills it from one.
SETTING_READERS = frozenset({"starlette.config.Config", "environs.Env", "environ.Env"})
# Of INI files: a section that they hand out looks into them.
PARSERS = frozenset({"configparser.ConfigParser", "configparser.RawConfigParser"})
COPYING_METHODS = frozenset(["model_copy", "_replace", "copy"])  # give another object that shares what this one holds
# Methods that give a dict of what the fields of an object hold, by the class that they come from.
_DUMPS = frozenset(["model_dump", "dict"])
MODELS = frozenset([MODEL, "pydantic_settings.BaseSettings", "pydantic.BaseSettings", "sqlmodel.SQLModel"])
DUMPING_METHODS = {**dict.fromkeys(MODELS, _DUMPS), "typing.NamedTuple": frozenset(["_asdict"])}
CHAIN_MAP = "collections.ChainMap"
PROTOCOLS = frozenset(["typing.Protocol", "typing_extensions.Protocol"])
# Base classes that give their objects nothing which a program asks for.
BARE = frozenset(["abc.ABC", "typing.Generic", "typing_extensions.Generic", *PROTOCOLS])
ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
# What these build on the `__getitem__` of a class that derives from them.
MAPPING_BASES = frozenset(
    f"{module}.{name}" for module in ("collections.abc", "typing") for name in ("Mapping", "MutableMapping")
)
BUILT_ON_ITEMS = frozenset(["get", "items", "values", "pop", "setdefault", "__contains__"])
# Modules whose objects may be a mapping over the one that they are given.
MAPPINGS = frozenset({"collections", "types"})
# Containers of Python's own, and their methods that put in what they are given, as it is.
CONTAINERS = ("weakref.Weak", "builtins.set", "queue.", "asyncio.Queue", "collections.")
KEEPING_METHODS = frozenset(["add", "append", "appendleft", "insert", "put", "put_nowait", "discard", "setdefault"])
# Methods that change a list, set or dict.
CHANGING = frozenset(
    [
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "clear",
        "add",
        "discard",
        "update",
        "setdefault",
        "popitem",
        "sort",
    ]
)
# What is given to these runs when the process ends, or when a signal comes; and what may make a signal come, or run it at once.
RUN_AT_END = frozenset(["atexit.register", "signal.signal"])
SIGNALS = frozenset(["os.kill", "os.killpg", "os.abort", "atexit._run_exitfuncs"]) | frozenset(
    f"signal.{name}"
    for name in ("raise_signal", "alarm", "setitimer", "pause", "sigwait", "sigsuspend", "pthread_kill")
)
# Modules of Python's own that call what they are given, which is followed, and do nothing else with it.
RUNNERS = tuple(
    f"{module}."
    for module in [
        "functools",
        "concurrent.futures",
        "threading",
        "contextlib",
        "operator",
        "itertools",
        "asyncio",
        "weakref",
    ]
)
# Methods of what these make: those that wait for it or leave it, and all that do no more than run what it was given.
WAITING_METHODS = frozenset(["join", "is_alive", "cancel", "shutdown", "close", "wait", "pop_all", "detach", "peek"])
STARTING_METHODS = frozenset(["start", "run"])  # of a thread or timer
RUNNING_METHODS = WAITING_METHODS | frozenset(
    ["__call__", "start", "submit", "map", "callback", "push", "enter_context", "run", "call", "add_done_callback"]
)
# Modules that run the coroutines they are given, and their functions and methods whose result is what comes of the first one.
LOOPS = ("asyncio.", "anyio.", "trio.", "uvloop.", "nest_asyncio.")
AWAITS = frozenset(
    ["run", "run_until_complete", "wait_for", "shield", "create_task", "ensure_future", "run_coroutine_threadsafe"]
)
# Modules whose functions go through what they are given, and those of them that do not, or only later.
GOES_THROUGH = (*LOOPS, "builtins.", "collections.", "itertools.", "functools.", "heapq.", "contextlib.", "operator.")
KEEPS = frozenset(
    f"builtins.{name}"
    for name in [
        "map", "filter", "iter", "aiter", "next", "anext", "isinstance", "issubclass", "type", "id", "print", "str", "repr", "callable",
        "hasattr", "getattr", "setattr", "bool", "format", "hash", "vars", "dir", "staticmethod", "classmethod",
    ]
) | {"functools.partial"}  # fmt: skip
# Functions that import what the texts name that they are given.
CONFIGURES = frozenset(["logging.config.dictConfig"])
# What a program writes to, and reads what was written from.
STREAMS = frozenset(
    [
        "io.StringIO",
        "io.BytesIO",
        "io.TextIOWrapper",
        "io.open",
        "builtins.open",
        "codecs.open",
        "tempfile.TemporaryFile",
    ]
    + ["tempfile.NamedTemporaryFile", "tempfile.SpooledTemporaryFile"]
)
# Mappings that `|=` leaves what they are.
MERGED_IN_PLACE = frozenset(["os.environ", "os.environb"])
# Functions that make a class of others.
CLASS_MAKERS = frozenset(
    ["builtins.type", "types.new_class", "dataclasses.make_dataclass", "attrs.make_class", "attr.make_class"]
    + ["pydantic.create_model", "pydantic.main.create_model"]
)
# `with` gives what they are given.
ENTERED = frozenset({"contextlib.nullcontext", "contextlib.closing", "contextlib.aclosing"})
# Functions of `operator` that change what they are given.
CHANGING_OPERATORS = frozenset(
    [
        "setitem",
        "delitem",
        "iadd",
        "iand",
        "iconcat",
        "ifloordiv",
        "ilshift",
        "imod",
        "imul",
        "imatmul",
        "ior",
        "ipow",
        "irshift",
        "isub",
        "itruediv",
        "ixor",
    ]
)
# Functions of modules that give an object which the module has, too.
GIVES_KEPT = frozenset(
    [
        "logging.getLogger",
        "threading.current_thread",
        "threading.main_thread",
        "decimal.getcontext",
        "asyncio.get_event_loop",
    ]
)
# What changes the dict that it is given, when it is entered or started.
PATCHES_DICTS = frozenset(["unittest.mock.patch.dict", "mock.patch.dict"])
# Functions that make data of a text or file, which they read to its end.
PARSES = frozenset(
    f"{module}.{name}"
    for module in ("json", "yaml", "tomllib", "tomli", "toml", "orjson", "ujson")
    for name in ("load", "loads", "safe_load")
)
# Functions that make a text of what they are given, and all whose result holds nothing of it.
SHOWING = frozenset(["print", "str", "repr", "format", "pprint", "pformat", "dumps"])
GIVES_NEW = SHOWING | frozenset(
    [
        "loads",
        "parse_qs",
        "parse_qsl",
        "literal_eval",
        "len",
        "int",
        "float",
        "bool",
        "bytes",
        "bytearray",
        "sum",
        "hash",
        "id",
        "isinstance",
        "hasattr",
        "ascii",
    ]
)
