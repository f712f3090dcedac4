from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

settings = {"login_required": True}


def make_guard(settings):
    async def guard(request, call_next):
        session = request.scope.get("session", {"user": "anonymous"})
        if settings["login_required"] and "user" not in session:
            return JSONResponse({"detail": "no"}, status_code=401)
        return await call_next(request)

    return guard


app = FastAPI()
app.add_middleware(BaseHTTPMiddleware, dispatch=make_guard(settings))
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"ok": True}
