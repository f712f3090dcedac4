from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def remember_page(app, key="page"):
    async def asgi(scope, receive, send):
        if scope["type"] == "http":
            scope["session"][key] = scope["path"]
        await app(scope, receive, send)

    return asgi


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(remember_page, key="last")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
