from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def member():
    return member.request.session.get("uid")


def visits(scope):
    return scope["visit"].session.get("visits")


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    member.request = request
    request.scope["visit"] = request
    request.state.seen = member(), visits(request.scope)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
