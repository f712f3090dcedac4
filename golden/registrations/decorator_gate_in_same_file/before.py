import secrets

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI(title="Gate")

app.add_middleware(SessionMiddleware, secret_key=secrets.token_hex(16))

PUBLIC_PATHS = {"/login", "/healthz"}


@app.middleware("http")
async def require_login(request: Request, call_next):
    if request.url.path in PUBLIC_PATHS:
        return await call_next(request)
    if not request.session.get("user"):
        return JSONResponse({"detail": "not logged in"}, status_code=401)
    return await call_next(request)


@app.get("/")
async def index(request: Request):
    return {"user": request.session["user"]}


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ada"
    return {"ok": True}
