from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"secret_key": "change-me", "max_age": 3600}

app = FastAPI()
app.add_middleware(
    SessionMiddleware,
    secret_key=settings["secret_key"],
    max_age=settings["max_age"],
)

settings["max_age"] = 60  # for the cache below


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
