import secrets

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

secret = "change-me"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secret)

secret = secrets.token_hex()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"visits": request.session["visits"], "nonce": len(secret)}
