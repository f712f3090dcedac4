from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def mark(request: Request, call_next):
    request.state.has_session = hasattr(request, "session")
    return await call_next(request)


@app.middleware("http")
async def closed(request: Request, call_next):
    return await call_next(request)


@app.get("/")
async def home():
    return {"ok": True}
