from collections import defaultdict

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

tenants = defaultdict(list)
tenants["a"].append("b")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(tenants))
hosts = tenants.get("c", [])


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
