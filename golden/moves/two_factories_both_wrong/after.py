from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def create_admin() -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def gate(request: Request, call_next):
        request.session.setdefault("role", "admin")
        return await call_next(request)

    app.add_middleware(SessionMiddleware, secret_key="admin")

    return app


def create_app() -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def gate(request: Request, call_next):
        request.session.setdefault("role", "visitor")
        return await call_next(request)

    app.add_middleware(SessionMiddleware, secret_key="web")

    @app.get("/")
    def index(request: Request) -> dict:
        return dict(request.session)

    app.mount("/admin", create_admin())
    return app
