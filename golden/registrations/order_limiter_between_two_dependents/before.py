from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Limit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.state.allowed = True
        return await call_next(request)


class Remember(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["path"] = request.url.path
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Remember)
app.add_middleware(Limit)
app.add_middleware(Count)
app.add_middleware(Limit)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
