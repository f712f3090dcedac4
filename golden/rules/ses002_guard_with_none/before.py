from contextlib import nullcontext
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


def has_session(request: Request) -> bool:
    return "session" in request.scope


def session_lock(request: Request):
    request.session["locked"] = True
    return nullcontext()


class Locking(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        lock = session_lock(request) if has_session(request) else None
        request.state.lock = lock
        return await call_next(request)


app = FastAPI()
app.add_middleware(Locking)


@app.get("/")
async def root():
    return "ok"
