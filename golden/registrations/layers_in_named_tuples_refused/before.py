from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


from collections import namedtuple

Row = namedtuple("Row", "cls options")
app = FastAPI()
for row in [Row(SessionMiddleware, {"secret_key": "k"}), Row(Gate, {})]:
    app.add_middleware(row.cls, **row.options)


@app.get("/")
async def index():
    return {"ok": True}
