import secrets

from fastapi import FastAPI, Request
from itsdangerous import Signer
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=(key := secrets.token_hex()))


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


signer = Signer(key)


@app.get("/")
async def home(request: Request):
    return {"signed": signer.sign("x").decode(), **request.session}
