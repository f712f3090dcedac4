from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = SimpleNamespace(cookie="session")
features = SimpleNamespace(beta=False)


@contextmanager
def enabled(name):
    setattr(features, name, True)
    try:
        yield features
    finally:
        setattr(features, name, False)


stack = ExitStack()
stack.enter_context(enabled("beta"))
app = FastAPI()
stack.close()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", session_cookie=settings.cookie)
