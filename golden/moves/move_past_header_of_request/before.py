from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")


@app.middleware("http")
async def mark(request: Request, call_next):
    headers = request.scope["headers"]
    request.scope["headers"] = [*headers, (b"x-seen", b"1")]
    return await call_next(request)


@app.middleware("http")
async def require_login(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)
