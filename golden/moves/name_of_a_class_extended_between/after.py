from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

secret = "global"
app = FastAPI()


class Csrf:
    secret = "class"
    secret += "-csrf"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=secret)


@app.get("/")
def index() -> dict:
    return {}
