from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="a")
app.add_middleware(SessionMiddleware, secret_key="b")
app.add_middleware(Gate)


@app.get("/")
async def index():
    return {"ok": True}
