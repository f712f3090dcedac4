from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

keys = ['k1', 'k2']
lines = iter(keys)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=next(lines))
keys.insert(0, 'k0')


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
