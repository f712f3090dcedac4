from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def strip_session_from_api(request: Request, call_next):
    if request.url.path.startswith("/api/"):
        request.scope.pop("session", None)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
