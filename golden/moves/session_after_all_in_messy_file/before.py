from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
registry = {}


def remember(name):
    def keep(function):
        registry[name] = function
        return function

    return keep


@remember("gate")
async def gate(request: Request, call_next):
    return request.session["user"]


@app.middleware("http")
@remember("visits")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


if not registry:
    app.add_middleware(SessionMiddleware, secret_key="never")
else:
    app.add_middleware(SessionMiddleware, secret_key="k", max_age=3600)


@app.middleware("http")
async def no_store(request: Request, call_next):
    response = await call_next(request)
    response.headers["cache-control"] = "no-store"
    return response


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
