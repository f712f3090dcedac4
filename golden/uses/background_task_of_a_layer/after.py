from fastapi import FastAPI, Request
from starlette.background import BackgroundTask
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse


def count(request: Request) -> None:
    request.session.get("user")


app = FastAPI()


@app.middleware("http")
async def guard(request: Request, call_next):
    if "x-token" not in request.headers:
        return JSONResponse({"why": "read only"}, status_code=403, background=BackgroundTask(count, request))
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {}
