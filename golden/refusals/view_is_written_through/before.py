from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

raw = bytearray(b"0000000000")
window = memoryview(raw)[2:6]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=raw.decode())
window[:] = b"beef"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
