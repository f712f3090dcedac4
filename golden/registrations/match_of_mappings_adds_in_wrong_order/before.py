from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


def install(app, spec):
    match spec:
        case {"kind": "session", "secret": str(secret)}:
            app.add_middleware(SessionMiddleware, secret_key=secret)
        case {"kind": "tag", **rest}:
            app.add_middleware(Tag, **rest)
        case other:
            raise ValueError(other)


app = FastAPI()
for spec in ({"kind": "session", "secret": "k"}, {"kind": "tag"}):
    install(app, spec)


@app.get("/")
async def index():
    return {"ok": True}
