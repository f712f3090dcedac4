from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from dataclasses import dataclass, field
from operator import attrgetter


@dataclass
class Spec:
    cls: type
    priority: int
    options: dict = field(default_factory=dict)


SPECS = [Spec(Count, 1), Spec(SessionMiddleware, 2, {"secret_key": "k"})]
SPECS.sort(key=attrgetter("priority"), reverse=True)
app = FastAPI()
for spec in SPECS:
    app.add_middleware(spec.cls, **spec.options)


@app.get("/")
def index(request: Request):
    return dict(request.session)
