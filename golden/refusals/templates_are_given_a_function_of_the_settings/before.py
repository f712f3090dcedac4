from fastapi.templating import Jinja2Templates
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

CONFIG = {"key": "change-me", "name": "Shop"}
templates = Jinja2Templates(directory="templates")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=CONFIG["key"])
templates.env.globals["settings"] = lambda: CONFIG
templates.env.globals["settings"]().update(key="other")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
