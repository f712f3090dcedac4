from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


STATELESS = False
SESSION = Middleware(SessionMiddleware, secret_key="key")
STACK = [SESSION, Middleware(Gate)]
if STATELESS:
    STACK.remove(SESSION)
app = FastAPI(middleware=STACK)


@app.get("/")
def home():
    return {"ok": True}
