from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def create_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")

    from visits import VisitCounter

    app.add_middleware(VisitCounter)
    return app


app = create_app()
