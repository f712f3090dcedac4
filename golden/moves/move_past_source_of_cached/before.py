from functools import lru_cache

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

source = {"host": "testserver"}


@lru_cache(maxsize=1)
def get_host():
    return source["host"]


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key", domain=get_host())
print(get_host())
app.add_middleware(TrustedHostMiddleware, allowed_hosts=[get_host(), "testserver"])


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
