import functools
from starlette.middleware.sessions import SessionMiddleware

Sessions_3 = functools.partial(SessionMiddleware, secret_key="key-3", session_cookie="cookie_3")


async def gate_1(request, call_next):
    user = request.session.get("user")
    return await call_next(request)


async def gate_2(request, call_next):
    user = request.session.get("user")
    return await call_next(request)
