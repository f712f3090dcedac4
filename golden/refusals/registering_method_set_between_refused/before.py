import functools


from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def strict(add):
    @functools.wraps(add)
    def wrapper(cls, **options):
        if "secret_key" in options:
            options["https_only"] = True
        return add(cls, **options)

    return wrapper


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware = strict(app.add_middleware)
app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
