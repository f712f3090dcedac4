from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


class Sessions:
    secret = "k"


class Tags:
    pass


def install(app, spec):
    if not isinstance(spec, (Sessions, str)):
        return app.add_middleware(Tag)
    app.add_middleware(SessionMiddleware, secret_key=spec.secret)


app = FastAPI()
install(app, Tags())
install(app, Sessions())


@app.get("/")
async def index():
    return {"ok": True}
