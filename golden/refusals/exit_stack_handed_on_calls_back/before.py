from contextlib import ExitStack

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"cookie": "staging"}


def restore(*error):
    settings["cookie"] = "session"


with ExitStack() as stack:
    stack.push(restore)
    stack = stack.pop_all()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", session_cookie=settings["cookie"])
stack.close()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
