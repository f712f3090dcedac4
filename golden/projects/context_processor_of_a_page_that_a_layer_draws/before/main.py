from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def flashes(request: Request) -> dict:
    return {"messages": request.session.pop("messages", [])}


templates = Jinja2Templates(directory=Path(__file__).parent / "templates", context_processors=[flashes])


class Csrf(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "x-token" not in request.headers:
            return templates.TemplateResponse(request, "error.html", {"why": "csrf"}, status_code=403)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Csrf)


@app.get("/")
def index() -> dict:
    return {}
