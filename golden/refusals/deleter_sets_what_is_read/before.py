from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Slot:
    def __get__(self, instance, owner):
        return self

    def __delete__(self, instance) -> None:
        instance.secret = "wiped"


class Vault:
    pin = Slot()

    def __init__(self) -> None:
        self.secret = "one"
        self.state = "new"


vault = Vault()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=vault.secret)
del vault.pin


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
