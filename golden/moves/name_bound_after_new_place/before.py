from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

secret = "change-me"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secret)


@app.middleware("http")
async def visits(request: Request, call_next):
    secret = request.headers.get("x-secret", "none")
    request.session["visits"] = request.session.get("visits", 0) + len(secret)
    return await call_next(request)


secret = None


@app.get("/")
async def home(request: Request):
    return dict(request.session)
