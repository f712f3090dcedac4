from functools import cache

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Visit:
    def __init__(self, request):
        self.request = request

    member = property(lambda self: self.request.session.get("uid"))


@cache
def visits(request):
    return request.session.get("visits")


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    request.state.visits = visits(request)
    request.state.member = Visit(request).member
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
