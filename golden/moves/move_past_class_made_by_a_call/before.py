from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Model:
    tables = ["base"]

    def __init_subclass__(cls) -> None:
        cls.tables = [*Model.tables, cls.__name__]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(Model.tables))
Order = type("Order", (Model,), {"total": 0})


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
