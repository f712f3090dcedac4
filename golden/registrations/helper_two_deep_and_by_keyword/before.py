from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def add_layer(target: FastAPI, layer: type, **options: object) -> None:
    target.add_middleware(layer, **options)


def add_sessions(*, web: FastAPI, secret: str) -> None:
    """Sessions for a web application."""
    add_layer(web, SessionMiddleware, secret_key=secret)


app = FastAPI()
add_sessions(web=app, secret="k")


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
