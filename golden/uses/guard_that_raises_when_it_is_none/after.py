from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        session = request.scope.get("session")
        if session is None:
            raise KeyError("SessionMiddleware must be installed")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
