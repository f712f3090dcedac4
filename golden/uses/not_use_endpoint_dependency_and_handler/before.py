from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


def visits(request: Request) -> int:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return request.session["visits"]


@app.exception_handler(404)
async def not_found(request: Request, exc: Exception):
    return JSONResponse({"lost": request.session.get("visits")}, status_code=404)


@app.middleware("http")
async def stamp(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-stamp"] = "yes"
    return response


@app.get("/")
async def home(request: Request, count: int = Depends(visits)):
    return {"visits": count, "same": request.session["visits"]}
