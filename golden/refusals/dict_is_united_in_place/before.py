from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"key": "one"}
other = settings
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
other |= {"key": "two"}


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
