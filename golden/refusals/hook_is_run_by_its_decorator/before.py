from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SETTINGS = {"key": "change-me", "max_age": 600}
HOOKS = []


def before_start(hook):
    HOOKS.append(hook)
    hook(SETTINGS)
    return hook


def start():
    for hook in HOOKS:
        hook(SETTINGS)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SETTINGS["key"], max_age=SETTINGS["max_age"])


@before_start
def weekly(settings):
    settings["max_age"] = 7 * 24 * 3600


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
