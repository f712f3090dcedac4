from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


_rows = {}


def put(place, layer, **options):
    _rows[place] = {"layer": layer, "options": options}


def rows():
    return [_rows[place] for place in sorted(_rows)]


put(1, Gate)
put(2, SessionMiddleware, secret_key="key")
put(3, GZipMiddleware)
