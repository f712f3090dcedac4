from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI(title="shop")
app.add_middleware(SessionMiddleware, secret_key="secret", session_cookie=f"session-{app.title}")


@app.get("/")
async def index():
    return {}


@app.middleware("http")
async def remember(request: Request, call_next):
    request.session["last"] = request.url.path
    return await call_next(request)
