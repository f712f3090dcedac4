from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Conf:
    shared: dict = {}

    def __init__(self, **values) -> None:
        self.__dict__ = self.shared
        self.__dict__.update(values)


conf = Conf(secret="alpha")
app = FastAPI()
mail = Conf(host="localhost")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=conf.secret)


@app.get("/")
def index() -> dict:
    return {}
