from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def harden(response):
    for value in response.headers.getlist("x-frame-options"):
        response.headers["x-frame-options"] = value + "; hardened"
    return response


app = FastAPI()


@app.middleware("http")
async def hardened(request, call_next):
    return harden(await call_next(request))


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
