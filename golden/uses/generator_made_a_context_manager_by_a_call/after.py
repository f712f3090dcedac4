from contextlib import ExitStack, contextmanager

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    yield


class Around(BaseHTTPMiddleware):
    def __init__(self, app, handlers):
        super().__init__(app)
        self.handlers = [contextmanager(handler) for handler in handlers]

    async def dispatch(self, request, call_next):
        with ExitStack() as stack:
            for handler in self.handlers:
                stack.enter_context(handler(request))
            return await call_next(request)


app = FastAPI()
app.add_middleware(Around, handlers=(visits,))
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {}
