from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware import Middleware

app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


stack = app.user_middleware
stack += [Middleware(SessionMiddleware, secret_key="dev")]
