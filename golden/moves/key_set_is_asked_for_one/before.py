from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

KEYS = {"red", "blue"}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=min(KEYS))
print("red" in KEYS)


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
