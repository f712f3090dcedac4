import weakref

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Service:
    pass


services = weakref.WeakValueDictionary()
web = services["web"] = Service()
mail = services["mail"] = Service()
other = Service()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(sorted(services)))
other = None


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
