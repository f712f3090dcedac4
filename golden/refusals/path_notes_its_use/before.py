import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Folder:
    used = 0
    checked = 0

    def __fspath__(self) -> str:
        Folder.used = 1
        return "."
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=f"k{Folder.used}")
names = os.listdir(Folder())


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
