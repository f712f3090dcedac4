import functools

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def with_user(default):
    def decorate(dispatch):
        @functools.wraps(dispatch)
        async def wrapper(request, call_next):
            request.state.user = request.session.get("user", default)
            return await dispatch(request, call_next)

        return wrapper

    return decorate


app = FastAPI()


@app.middleware("http")
@with_user("guest")
async def stamp(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-user"] = request.state.user
    return response


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"user": request.state.user}
