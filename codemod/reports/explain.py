"""What each rule means, for `--explain`: text for the person who meets a code for the first time."""

from __future__ import annotations

_SILENCE = """\
## To silence it
Put `# noqa: {code}` or `# sessfix: ignore[{code}]` on the registration that the finding names, or
`ignore = ["{code}"]` into `[tool.sessfix]`. If you use ruff, add `lint.external = ["SES"]` to its
settings, or it removes the `noqa`.
"""

_SES001 = """\
# SES001: a session layer lies inside a layer that uses the session

## What it is
Middleware lies in layers around your routes. A request passes them from the outermost to the
innermost, and each has only what those further out have put there. `app.add_middleware(X)` puts X
around all that is there already: the layer added last is the outermost, and sees the request
first. So a `SessionMiddleware` that is registered before the middleware that uses the session runs
after it, too late. In a list, `FastAPI(middleware=[A, B])`, it is the reverse: the first item is
the outermost.

## Why it is bad
`request.session` is an assertion: "SessionMiddleware must be installed to access request.session".
Your users get "500 Internal Server Error". `hasattr` and `getattr` with a default raise it too. A
guard such as `"session" in request.scope` hides it. Then the feature is silently dead, and a gate
that lets requests pass when there is no session is an open door. After `await call_next(request)`
reads work, but what is written is lost, because the cookie has been sent.

## Example
    app.add_middleware(SessionMiddleware, secret_key=key)

    @app.middleware("http")
    async def require_login(request, call_next):
        if "user" not in request.session: ...

Instead:

    @app.middleware("http")
    async def require_login(request, call_next):
        if "user" not in request.session: ...

    app.add_middleware(SessionMiddleware, secret_key=key)

## What --write does
It moves the registration to directly after the last one that needs it, with its comment, and no
further. Each move is tried before it is offered: the program is read again with it, and all other
layers of all applications must keep their order, and the moved one must be given what it was given
before. Your code is never run for that.

## What is never moved
A registration whose arguments would read something else at the new place; one past `return`,
`uvicorn.run(app)`, a test client or another use of the stack; past a layer that reads or writes
the session's cookie or provides the session itself; a conditional session to where it would be
unconditional, or the reverse; from the constructor's list past `add_middleware`. The report says
which, and where.

"""

_SES002 = """\
# SES002: a layer uses the session, and the application has no session layer

## What it is
Every layer of the application is known, one of them uses the session, and none provides it.

## Why it is bad
`request.session` raises "SessionMiddleware must be installed to access request.session" at the
first request: your users get "500 Internal Server Error". Behind a guard such as `"session" in
request.scope` nothing is raised, and the feature is silently dead. Where the other arm of the guard
does something else instead (`else: lang = request.headers.get("accept-language")`), the layer is
written to work without a session, too: that is no fault. A constant, an error, a line in the log or
`await call_next(request)` is nothing else.

It is also told where there is a session layer, and a layer that uses the session finds none all the
same: the one outside of it provides a session to some requests only (`if path.startswith("/shop")`),
or a layer in between hands requests on without it (`await self.app({"type": ...}, receive, send)`).

## Example
    app = FastAPI()

    @app.middleware("http")
    async def require_login(request, call_next):
        if "user" not in request.session: ...

Instead, after it:

    app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)

## What --write does, and what is never moved
Nothing is moved or added: a session needs a secret, and sessfix never invents one. If the layer
comes from a library that sessfix cannot see, name it in `[tool.sessfix]`: `providers =
["company.sessions.Layer"]`.

"""

_SES003 = """\
# SES003: two session layers on one application

## What it is
`SessionMiddleware` is registered twice on the same application, often to repair the order of the
first.

## Why it is bad
The inner layer replaces the session of the outer one. What is written to one of them is lost, and
two cookies of the same name are sent. A second registration is not a repair of the first.

## Example
    app.add_middleware(SessionMiddleware, secret_key=key)
    app.add_middleware(RequireLogin)
    app.add_middleware(SessionMiddleware, secret_key=key)

Instead, only the one that lies outside everything that uses it, which is the last:

    app.add_middleware(RequireLogin)
    app.add_middleware(SessionMiddleware, secret_key=key)

## What --write does, and what is never moved
Nothing is moved or deleted: which of the two has the right arguments is for you to say.

"""

_SES011 = """\
# SES011: AuthenticationMiddleware lies inside a layer that uses request.user or request.auth

## What it is
`AuthenticationMiddleware` provides `request.user` and `request.auth` to the layers inside of it.
The layer added last is the outermost and sees the request first, so a layer that is registered
after it runs before there is a user. In a list, `FastAPI(middleware=[A, B])`, it is the reverse.

## Why it is bad
`request.user` raises "AuthenticationMiddleware must be installed to access request.user": your
users get "500 Internal Server Error". Behind a guard such as `"user" in request.scope` everyone is
silently a stranger.

## Example
    app.add_middleware(AuthenticationMiddleware, backend=Backend())
    app.add_middleware(AuditLog)          # reads request.user

Instead:

    app.add_middleware(AuditLog)
    app.add_middleware(AuthenticationMiddleware, backend=Backend())

## What --write does
It moves the registration to directly after the last one that needs it, with its comment. Each move
is tried before it is offered, as it is for SES001. The backend may itself need the session: then
the session goes outside both.

## What is never moved
The same as for SES001: what would read something else at the new place, cross a use of the stack,
or stop being conditional.

"""

_TEXTS = {"SES001": _SES001, "SES002": _SES002, "SES003": _SES003, "SES011": _SES011}


def explanation(code: str) -> str | None:
    """The text for a code, whatever its case; None when there is no such rule."""
    text = _TEXTS.get(code.upper())
    return None if text is None else text + _SILENCE.format(code=code.upper())


def summary(code: str) -> tuple[str, str]:
    """A rule in one sentence, and what it finds in some more, without line breaks."""
    text = _TEXTS[code]
    title = text.partition(": ")[2].partition("\n")[0]
    section = text.partition("## What it is\n")[2].partition("\n\n")[0]
    return f"{title[0].upper()}{title[1:]}.", section.replace("\n", " ")
