import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def env(name: str, default: str) -> str:
    return os.environ.get(f"SHOP_{name}", default)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=env("SECRET", "change-me"))
os.environ["TZ"] = "UTC"
os.environ.setdefault("PYTHONWARNINGS", "ignore")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
