import weakref

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRETS = {}


class Tenant:
    def __init__(self, name):
        SECRETS[name] = f"{name}-secret"
        weakref.finalize(self, SECRETS.pop, name)


tenant = Tenant("main")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRETS.get("main", "fallback"))
tenant = None


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
