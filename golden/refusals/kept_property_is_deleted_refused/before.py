from functools import cached_property

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Vault:
    def __init__(self):
        self.version = 0

    @cached_property
    def secret(self):
        self.version += 1
        return f"secret-{self.version}"

    @cached_property
    def region(self):
        return "eu"


vault = Vault()
print(vault.region)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=vault.secret)

del vault.secret


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
