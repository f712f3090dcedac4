from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Trace(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="a")
if Trace not in [m.cls for m in app.user_middleware]:
    app.add_middleware(Trace)
    app.add_middleware(SessionMiddleware, secret_key="b")


@app.get("/")
async def index():
    return {"ok": True}
