import hashlib

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def derive(label):
    return hashlib.sha256(f"shop:{label}".encode()).hexdigest()


KEYS = [derive("2024")]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEYS[0])
KEYS.append(derive("2023"))


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
