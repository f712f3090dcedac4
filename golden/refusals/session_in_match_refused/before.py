from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SITE = "local"

app = FastAPI()

match SITE:
    case "production":
        app.state.cookies = "none"
    case _:
        app.state.cookies = "signed"
        app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
