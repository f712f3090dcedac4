from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware


def session_value(scope, key):
    return scope["session"].get(key)


def user_id(request):
    return session_value(request.scope, "user_id")


def current_user(request):
    number = user_id(request)
    return {"id": number} if number else None


async def is_allowed(request):
    return current_user(request) is not None or request.url.path == "/"


async def guard(request, call_next):
    if not await is_allowed(request):
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


app = FastAPI()


@app.middleware("http")
async def gate(request: Request, call_next):
    return await guard(request, call_next)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {"ok": True}
