from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass(frozen=True)
class Options:
    user: bool = field(default=False)
    path: bool = True


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, options=Options(path=False)):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.user:
            request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Audit, options=Options(user=True))


@app.get("/")
def index(request: Request):
    return {}
