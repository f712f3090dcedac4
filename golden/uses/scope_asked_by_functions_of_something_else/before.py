import operator

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    scope = request.scope
    if scope.keys() >= {"path"} or operator.contains(scope, "path") or "path" in list(scope):
        request.state.member = str(dict.get(scope, "path"))
    request.state.visits = Request.cookies.fget(request).get("visits")
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
