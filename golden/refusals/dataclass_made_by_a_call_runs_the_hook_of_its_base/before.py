from dataclasses import make_dataclass

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Model:
    tables = ["base"]

    def __init_subclass__(cls) -> None:
        cls.tables.append(cls.__name__)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(Model.tables))
Point = make_dataclass("Point", ["x"], bases=(Model,))


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
