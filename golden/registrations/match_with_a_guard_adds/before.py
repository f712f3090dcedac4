from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


def install(app, spec):
    match spec:
        case (kind, *rest) if kind == "session":
            app.add_middleware(SessionMiddleware, secret_key=rest[0])
        case str():
            app.add_middleware(Tag)


app = FastAPI()
for spec in ("tag", ("session", "k")):
    install(app, spec)


@app.get("/")
async def index():
    return {"ok": True}
