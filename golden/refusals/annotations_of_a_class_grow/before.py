from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    secret: str
    cookie: str


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(Settings.__annotations__))
Settings.__annotations__["domain"] = str


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
