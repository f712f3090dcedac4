import inspect

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

def here(prefix):
    return f"{prefix}-{inspect.currentframe().f_back.f_lineno}"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key", session_cookie=here("shop"))

BUILD = "build 7"


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
