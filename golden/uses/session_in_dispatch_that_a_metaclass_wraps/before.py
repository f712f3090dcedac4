import functools
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Instrumented(type):
    """Every dispatch leaves its name in the session."""

    def __new__(mcls, name, bases, ns):
        if inner := ns.get("dispatch"):

            @functools.wraps(inner)
            async def dispatch(self, request, call_next):
                request.session["layer"] = name
                return await inner(self, request, call_next)

            ns["dispatch"] = dispatch
        return super().__new__(mcls, name, bases, ns)


class Powered(BaseHTTPMiddleware, metaclass=Instrumented):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["x-powered-by"] = "us"
        return response


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="me")
app.add_middleware(Powered)


@app.get("/")
async def root():
    return 1
