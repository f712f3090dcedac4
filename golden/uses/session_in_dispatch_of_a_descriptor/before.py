from types import MethodType
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class once_per_session:
    """Run the decorated dispatch only on the first request of a session."""

    def __init__(self, fn):
        self.fn = fn
        self.mark = f"once:{fn.__qualname__}"

    def __get__(self, obj, owner=None):
        return self if obj is None else MethodType(self.run, obj)

    async def run(self, layer, request, call_next):
        if request.session.get(self.mark):
            return await call_next(request)
        request.session[self.mark] = True
        return await self.fn(layer, request, call_next)


class Intro(BaseHTTPMiddleware):
    @once_per_session
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["x-intro"] = "1"
        return response


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="oc")
app.add_middleware(Intro)


@app.get("/")
async def root():
    return 1
