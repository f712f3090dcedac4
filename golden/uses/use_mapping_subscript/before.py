from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

PUBLIC = {"/login", "/"}

app = FastAPI()

app.add_middleware(SessionMiddleware, secret_key="change-me", https_only=False)


@app.middleware("http")
async def only_members(request: Request, call_next):
    member = request["session"].get("member")
    if member is None and request.url.path not in PUBLIC:
        return JSONResponse({"detail": "members only"}, status_code=401)
    return await call_next(request)


@app.get("/")
async def home():
    return {"ok": True}
