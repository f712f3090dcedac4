"""The code of layers: what uses the session, what only looks like it, and the helpers that they call."""

from __future__ import annotations

from typing import NamedTuple


class Body(NamedTuple):
    """Lines of a layer with ``{c}`` for its connection; ``keys`` are the keys that it requires."""

    lines: str
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    after: str = ""


SESSION = ("session",)

# The lines stand before `call_next`, those of `after` behind it. `{c}` is a Request, or a connection in a backend.
CONNECTION_USES = {
    "attribute": Body('user = {c}.session.get("user")', SESSION),
    "item": Body('user = {c}["session"].get("user")', SESSION),
    "get": Body('stored = {c}.get("session")', SESSION),
    "contains": Body('known = "session" in {c}', SESSION),
    "not_contains": Body('if "session" not in {c}:\n    note = "anonymous"', SESSION),
    "getattr": Body('stored = getattr({c}, "session", None)', SESSION),
    "hasattr": Body('if hasattr({c}, "session"):\n    user = {c}.session.get("user")', SESSION),
    "scope_item": Body('user = {c}.scope["session"].get("user")', SESSION),
    "scope_get": Body('stored = {c}.scope.get("session") or {{}}', SESSION),
    "scope_contains": Body('if "session" in {c}.scope:\n    user = {c}.session.get("user")', SESSION),
    "scope_setdefault": Body('stored = {c}.scope.setdefault("session", {{}})', SESSION),
    "scope_alias": Body('scope = {c}.scope\nuser = scope["session"].get("user")', SESSION),
    "alias": Body('conn = {c}\nuser = conn.session.get("user")', SESSION),
    "rebuilt": Body('user = Request({c}.scope).session.get("user")', SESSION),
    "swallowed": Body('try:\n    user = {c}.session.get("user")\nexcept Exception:\n    user = None', SESSION),
    "keyword": Body("user = current_user(connection={c})", SESSION, ("current_user",)),
    "helper": Body("user = current_user({c})", SESSION, ("current_user",)),
    "deep_helper": Body('if not is_member({c}):\n    note = "anonymous"', SESSION, ("current_user", "is_member")),
    "scope_helper": Body("user = peek({c}.scope)", SESSION, ("peek",)),
    "cycle": Body("ping({c}, 2)", SESSION, ("ping",)),
    "context": Body('with tracked({c}):\n    note = "tracked"', SESSION, ("tracked",)),
    "closure": Body('def find():\n    return {c}.session.get("user")\n\n\nuser = find()', SESSION),
    "inline_lambda": Body('find = lambda: {c}.session.get("user")  # noqa: E731\nuser = find()', SESSION),
    "comprehension": Body("names = [name for name in {c}.session]", SESSION),
    "walrus": Body('if (stored := {c}.session) is not None:\n    user = stored.get("user")', SESSION),
    "write_after": Body("", SESSION, after='{c}.session["seen"] = True'),
    "read_after": Body("", SESSION, after='seen = "session" in {c}.scope'),
    "delete": Body('{c}.session.pop("flash", None)', SESSION),
    "async_helper": Body("user = await load_user({c})", SESSION, ("load_user",)),
    "format": Body('note = "user {{0.session}}".format({c})', SESSION),
    "partial": Body("user = functools.partial(current_user, {c})()", SESSION, ("current_user",)),
    "table": Body('find = {{"user": current_user}}["user"]\nuser = find({c})', SESSION, ("current_user",)),
    "first_of": Body("conn = next(one for one in [{c}] if one is not None)\nuser = conn.session", SESSION),
    "mapped": Body("found = list(map(current_user, [{c}]))", SESSION, ("current_user",)),
    "match": Body(
        'match {c}.session:\n    case {{"user": user}}:\n        note = user\n    case _:\n        note = "anonymous"',
        SESSION,
    ),
    "holder": Body("user = Holder({c}).user", SESSION, ("holder",)),
    "row": Body("row = Row(connection={c}, number=1)\nuser = row.connection.session", SESSION, ("row",)),
    "kept_on_state": Body('{c}.state.find = lambda: {c}.session.get("user")\nuser = {c}.state.find()', SESSION),
    "fstring": Body('note = f"user {{{c}.session}}"', SESSION),
}

CONNECTION_OTHERS = {
    "nothing": Body(""),
    "state": Body("{c}.state.session = object()\nstored = {c}.state.session"),
    "app_state": Body('stored = getattr({c}.app.state, "session", None)'),
    "cookie": Body('stored = {c}.cookies.get("session")'),
    "query": Body('stored = {c}.query_params.get("session")'),
    "header": Body('stored = {c}.headers.get("session")'),
    "local": Body("session = open_session()\nsession.close()", needs=("open_session",)),
    "database": Body("", needs=("database",), after="database.session.remove()"),
    "string": Body('note = "request.session"  # not request.session\nlogger.debug("session")'),
    "uncalled": Body("def unused():\n    return {c}.session\n"),
    "path": Body('if {c}.url.path == "/health":\n    note = "healthy"'),
    "other_helper": Body("note = client_host({c})", needs=("client_host",)),
    "other_table": Body('find = {{"host": client_host}}["host"]\nnote = find({c})', needs=("client_host",)),
    "other_holder": Body("note = Holder({c}).host", needs=("holder",)),
    "other_row": Body("row = Row(connection={c}, number=1)\nnote = row.number", needs=("row",)),
    "kept_for_later": Body('{c}.state.find = lambda: {c}.session.get("user")'),
    "answer": Body('if {c}.url.path == "/closed":\n    return Response(status_code=403)'),
    "timing": Body("started = time.perf_counter()", after="elapsed = time.perf_counter() - started"),
}

USER_READERS = {
    "user": Body("name = {c}.user.is_authenticated", ("user",)),
    "auth": Body("granted = {c}.auth.scopes", ("auth",)),
}

# In these `{c}` is the scope of a pure ASGI layer.
SCOPE_USES = {
    "item": Body('user = {c}["session"].get("user")', SESSION),
    "get": Body('stored = {c}.get("session")', SESSION),
    "contains": Body('if "session" in {c}:\n    user = {c}["session"].get("user")', SESSION),
    "setdefault": Body('stored = {c}.setdefault("session", {{}})', SESSION),
    "request": Body('user = Request({c}).session.get("user")', SESSION),
    "connection": Body('conn = HTTPConnection({c})\nuser = conn.session.get("user")', SESSION),
    "helper": Body("user = peek({c})", SESSION, ("peek",)),
    "request_helper": Body("user = current_user(Request({c}))", SESSION, ("current_user",)),
    "after": Body("", SESSION, after='{c}["session"]["seen"] = True'),
}

SCOPE_OTHERS = {
    "nothing": Body(""),
    "state": Body('stored = {c}.setdefault("state", {{}}).get("session")'),
    "path": Body('note = {c}["path"] + "session"'),
    "headers": Body('stored = dict({c}["headers"]).get(b"session")'),
    "cookie": Body('stored = Request({c}).cookies.get("session")'),
}

_OPTIONAL = (
    "class {n}(BaseHTTPMiddleware):\n"
    "    def __init__(self, app, mode=None, getter=None):\n"
    "        super().__init__(app)\n"
    "        self.mode = mode\n"
    "        self.getter = getter\n\n"
    "    async def dispatch(self, request, call_next):\n"
    '        if self.mode == "strict":\n'
    '            request.session.get("user")\n'
    "        if self.getter is not None:\n"
    "            self.getter(request)\n"
    "        return await call_next(request)"
)

# Whole classes that reach the session in another way than by their own lines; `{n}` is the name.
CLASSES = {
    "inherited": Body("class {n}(SessionReader):\n    pass", SESSION, ("session_reader",)),
    "super": Body(
        "class {n}(SessionReader):\n"
        "    async def dispatch(self, request, call_next):\n"
        "        return await super().dispatch(request, call_next)",
        SESSION,
        ("session_reader",),
    ),
    "overridden": Body(
        "class {n}(SessionReader):\n"
        "    async def dispatch(self, request, call_next):\n"
        "        return await call_next(request)",
        (),
        ("session_reader",),
    ),
    "method": Body(
        "class {n}(BaseHTTPMiddleware):\n"
        "    async def dispatch(self, request, call_next):\n"
        "        self.check(request)\n"
        "        return await call_next(request)\n\n"
        "    def check(self, connection):\n"
        '        return connection.session.get("user")',
        SESSION,
    ),
    "callable": Body(
        "class {n}(BaseHTTPMiddleware):\n"
        "    def __init__(self, app, getter):\n"
        "        super().__init__(app)\n"
        "        self.getter = getter\n\n"
        "    async def dispatch(self, request, call_next):\n"
        "        self.getter(request)\n"
        "        return await call_next(request)",
        SESSION,
        ("current_user",),
    ),
    "other_callable": Body(
        "class {n}(BaseHTTPMiddleware):\n"
        "    def __init__(self, app, getter):\n"
        "        super().__init__(app)\n"
        "        self.getter = getter\n\n"
        "    async def dispatch(self, request, call_next):\n"
        "        self.getter(request)\n"
        "        return await call_next(request)",
        (),
        ("client_host",),
    ),
    "own_session": Body(
        "class {n}(BaseHTTPMiddleware):\n"
        "    async def dispatch(self, request, call_next):\n"
        "        self.session = open_session()\n"
        "        self.session.close()\n"
        "        return await call_next(request)",
        (),
        ("open_session",),
    ),
    "option": Body(_OPTIONAL, SESSION),
    "option_getter": Body(_OPTIONAL, SESSION, ("current_user",)),
    "option_other": Body(_OPTIONAL, (), ("client_host",)),
    "option_off": Body(_OPTIONAL),
    "switched_on": Body("class {n}(SwitchedReader):\n    reads = True", SESSION, ("switched_reader",)),
    "switched_off": Body("class {n}(SwitchedReader):\n    pass", (), ("switched_reader",)),
    "decided_early": Body(
        "class {n}(BaseHTTPMiddleware):\n"
        "    def __init__(self, app, enabled=True):\n"
        "        super().__init__(app)\n"
        "        self.enabled = enabled\n\n"
        "    async def dispatch(self, request, call_next):\n"
        "        if not self.enabled:\n"
        "            return await call_next(request)\n"
        '        request.session.get("user")\n'
        "        return await call_next(request)",
    ),
}
# Classes that use the session or not as their options say: options that go through a table or an attribute settle nothing.
OPTIONED = frozenset({"option", "option_getter", "option_other", "option_off", "decided_early"})
# What the registration of such a class hands over besides the class.
EXTRA_ARGUMENTS = {
    "callable": "getter=current_user",
    "other_callable": "getter=client_host",
    "option": 'mode="strict"',
    "option_getter": "getter=current_user",
    "option_other": "getter=client_host",
    "decided_early": "enabled=False",
}

# These layers are traps: the session must not cross them.
TRAP_BODIES = {
    "set_cookie": Body("", after='note = response.headers.get("set-cookie")'),
}

HELPERS = {
    "current_user": 'def current_user(connection):\n    return connection.session.get("user")',
    "is_member": "def is_member(request):\n    return current_user(request) is not None",
    "load_user": 'async def load_user(request):\n    return request.session.get("user")',
    "peek": 'def peek(scope):\n    return scope["session"].get("user")',
    "ping": (
        "def ping(request, depth):\n"
        "    if depth:\n"
        "        return pong(request, depth - 1)\n"
        '    return request.session.get("user")\n\n\n'
        "def pong(request, depth):\n"
        "    return ping(request, depth)"
    ),
    "tracked": ('@contextlib.contextmanager\ndef tracked(request):\n    yield request.session.get("user")'),
    "client_host": 'def client_host(request):\n    return request.headers.get("host")',
    "open_session": (
        "class DatabaseSession:\n"
        "    def close(self):\n"
        "        return None\n\n"
        "    def remove(self):\n"
        "        return None\n\n\n"
        "def open_session():\n"
        "    return DatabaseSession()"
    ),
    "holder": (
        "class Holder:\n"
        "    def __init__(self, connection):\n"
        "        self.connection = connection\n\n"
        "    @property\n"
        "    def user(self):\n"
        '        return self.connection.session.get("user")\n\n'
        "    @property\n"
        "    def host(self):\n"
        '        return self.connection.headers.get("host")'
    ),
    "row": "class Row(typing.NamedTuple):\n    connection: object\n    number: int",
    "database": (
        "class Registry:\n"
        "    def remove(self):\n"
        "        return None\n\n\n"
        "class Database:\n"
        "    session = Registry()\n\n\n"
        "database = Database()"
    ),
    "session_reader": (
        "class SessionReader(BaseHTTPMiddleware):\n"
        "    async def dispatch(self, request, call_next):\n"
        '        request.session.get("user")\n'
        "        return await call_next(request)"
    ),
    "switched_reader": (
        "class SwitchedReader(BaseHTTPMiddleware):\n"
        "    reads = False\n\n"
        "    async def dispatch(self, request, call_next):\n"
        "        if self.reads:\n"
        '            request.session.get("user")\n'
        "        return await call_next(request)"
    ),
    "load_dotenv": 'def load_dotenv():\n    os.environ["SESSION_KEY"] = "from the file"',
}

FUNCTION_BODIES = CONNECTION_USES | CONNECTION_OTHERS | USER_READERS | TRAP_BODIES
BACKEND_USES = {name: CONNECTION_USES[name] for name in ("attribute", "item", "scope_get", "helper", "swallowed")}
BACKEND_OTHERS = {name: CONNECTION_OTHERS[name] for name in ("nothing", "cookie", "header")}


def body_of(shape: str, body: str) -> Body:
    """The entry that a layer of this shape and body is written from."""
    if shape == "asgi":
        return (SCOPE_USES | SCOPE_OTHERS)[body]
    if shape == "class" and body in CLASSES:
        return CLASSES[body]
    return FUNCTION_BODIES[body]
