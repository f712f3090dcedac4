from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def install_counter(web: FastAPI) -> None:
    @web.middleware("http")
    async def count_visits(request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def install_session(web: FastAPI, *, secret: str) -> None:
    web.add_middleware(SessionMiddleware, secret_key=secret)


def index(request: Request) -> dict:
    return dict(request.session)


def create_app() -> FastAPI:
    web = FastAPI()
    web.add_api_route("/", index)
    install_session(web, secret="k")
    install_counter(web)
    return web


app = create_app()
