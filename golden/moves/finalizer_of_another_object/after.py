import weakref

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Vault:
    token = "sealed"


class Lease:
    pass


vault = Vault()
lease = Lease()
other = Lease()
weakref.finalize(lease, setattr, vault, "token", "expired")
app = FastAPI()
other = None


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=vault.token)


@app.get("/")
def index() -> dict:
    return {}
