from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def security_headers(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-content-type-options"] = "nosniff"
    return response


def visits(request: Request) -> int:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return request.session["visits"]


@app.exception_handler(HTTPException)
async def on_error(request: Request, error: HTTPException):
    request.session["error"] = error.detail
    raise error


@app.get("/")
def index(count: Annotated[int, Depends(visits)]) -> dict:
    return {"visits": count}
