from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def sessions(app):
    app.add_middleware(SessionMiddleware, secret_key="secret")


def tags(app):
    @app.middleware("http")
    async def tag(request: Request, call_next):
        request.session["tag"] = 1
        return await call_next(request)


MODULES = {"tags": (tags, ["sessions"]), "sessions": (sessions, [])}


def resolve(name, seen):
    for need in MODULES[name][1]:
        resolve(need, seen)
    if name not in seen:
        seen.append(name)


order = []
for name in MODULES:
    resolve(name, order)

app = FastAPI()
for name in order[::-1]:
    MODULES[name][0](app)

@app.get("/")
async def index():
    return {}
