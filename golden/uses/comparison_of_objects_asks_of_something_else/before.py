from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Member:
    def __init__(self, request):
        self.request = request

    def __lt__(self, other):
        return self.request.session.get("rank", 0) < 1

    def __hash__(self):
        return 1


class Visitor:
    def __init__(self, request):
        self.request = request

    def __lt__(self, other):
        return True

    def __hash__(self):
        return 1


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    request.state.least = min([Visitor(request), Visitor(request)])
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
