from fastapi.templating import Jinja2Templates
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

CONFIG = {"key": "change-me", "name": "Shop"}
templates = Jinja2Templates(directory="templates")

app = FastAPI()
templates.env.globals.update(name=CONFIG["name"])
templates.env.filters["shout"] = lambda text: text.upper()


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=CONFIG["key"])


@app.get("/")
async def home(request: Request):
    return dict(request.session)
