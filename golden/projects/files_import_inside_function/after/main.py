from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def create_app() -> FastAPI:
    app = FastAPI()

    from visits import VisitCounter

    app.add_middleware(VisitCounter)
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    return app


app = create_app()
