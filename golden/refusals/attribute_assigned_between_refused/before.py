from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = SimpleNamespace(secret_key="change-me", debug=False)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)

settings.secret_key = None


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
