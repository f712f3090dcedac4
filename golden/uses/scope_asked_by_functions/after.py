import operator

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request

app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    scope = request.scope
    if scope.keys() >= {"session"} or operator.contains(scope, "session") or "session" in list(scope):
        request.state.member = str(dict.get(scope, "session"))
    request.state.visits = Request.session.fget(request).get("visits")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
