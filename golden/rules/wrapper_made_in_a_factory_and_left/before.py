from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def with_sessions(inner):
    wrapped = SessionMiddleware(inner, secret_key="x")
    return wrapped


def create_app():
    app = FastAPI()

    @app.middleware("http")
    async def greet(request: Request, call_next):
        request.state.name = request.session.get("id")
        return await call_next(request)

    with_sessions(app)
    return app


app = create_app()
