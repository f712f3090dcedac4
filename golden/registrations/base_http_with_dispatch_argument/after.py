from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse


async def only_members(request: Request, call_next):
    if request.session.get("member") or request.url.path == "/join":
        return await call_next(request)
    return PlainTextResponse("members only", status_code=403)


app = FastAPI()
app.add_middleware(BaseHTTPMiddleware, dispatch=only_members)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> str:
    return "welcome back"


@app.get("/join")
def join(request: Request) -> str:
    request.session["member"] = True
    return "welcome"
