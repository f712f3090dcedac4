from weakref import WeakValueDictionary

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Tenant:
    pass


tenants = WeakValueDictionary()
acme = Tenant()
tenants["acme"] = acme
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie="multi" if "acme" in tenants else "single")
acme = "acme"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
