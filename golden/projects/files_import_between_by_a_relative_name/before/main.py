from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from shop.settings import settings
from shop.plugins import load


def create_app():
    app = FastAPI()
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings["session"]["secret"],
        session_cookie=settings["session"]["cookie"],
    )
    load()

    @app.middleware("http")
    async def count(request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)

    return app


app = create_app()


@app.get("/")
async def home(request: Request):
    return dict(request.session)
