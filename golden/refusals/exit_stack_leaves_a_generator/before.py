from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = SimpleNamespace(cookie="session")


@contextmanager
def override(**values):
    saved = vars(settings).copy()
    vars(settings).update(values)
    try:
        yield settings
    finally:
        vars(settings).update(saved)


stack = ExitStack()
stack.enter_context(override(cookie="staging"))
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", session_cookie=settings.cookie)
stack.close()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
