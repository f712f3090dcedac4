from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


def create_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")

    @app.get("/")
    async def home(request: Request):
        return dict(request.session)

    app.middleware("http")(visits)
    return app
