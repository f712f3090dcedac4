from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


async def only_members(request: Request, call_next):
    return await call_next(request) if request.session else None


async def add_header(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-session"] = request.cookies.get("session", "none")
    return response


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(BaseHTTPMiddleware, dispatch=add_header)


@app.get("/")
def index(request: Request) -> dict:
    request.session["seen"] = True
    return dict(request.session)
