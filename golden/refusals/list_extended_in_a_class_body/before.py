from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

secrets = ["global"]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secrets[-1])


class Csrf:
    secrets = secrets
    secrets += ["class"]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
