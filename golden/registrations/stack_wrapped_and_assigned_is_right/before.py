from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request


def counting(app):
    async def layer(scope, receive, send):
        if scope["type"] == "http":
            session = Request(scope).session
            session["n"] = session.get("n", 0) + 1
        await app(scope, receive, send)

    return layer


app = FastAPI()


@app.get("/")
async def root(request: Request):
    return request.session["n"]


app.middleware_stack = SessionMiddleware(counting(app.build_middleware_stack()), secret_key="ms")
