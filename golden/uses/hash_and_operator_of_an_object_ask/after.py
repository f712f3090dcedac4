from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Member:
    def __init__(self, request):
        self.request = request

    def __hash__(self):
        return hash(self.request.session.get("uid"))


class Visits:
    def __init__(self, request):
        self.request = request

    def __radd__(self, other):
        return other + int(self.request.session.get("visits", 0))


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    request.state.members = {Member(request)}
    request.state.visits = 1 + Visits(request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
