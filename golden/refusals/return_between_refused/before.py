from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


def create_app(count: bool = True) -> FastAPI:
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")

    @app.get("/")
    async def home(request: Request):
        return dict(request.session)

    if not count:
        return app

    app.middleware("http")(visits)
    return app
