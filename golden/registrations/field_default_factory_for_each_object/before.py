from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from dataclasses import dataclass, field


@dataclass
class Server:
    app: FastAPI = field(default_factory=FastAPI)


public, internal = Server(), Server()
public.app.add_middleware(SessionMiddleware, secret_key="k")
internal.app.add_middleware(Count)
internal.app.add_middleware(SessionMiddleware, secret_key="k")
app = public.app


@app.get("/")
def index(request: Request):
    return dict(request.session)
