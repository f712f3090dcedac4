import starlette.middleware.sessions
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(
    starlette.middleware.sessions.SessionMiddleware,
    secret_key="change-me",  # from the vault, one day
    max_age=3600,
)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
