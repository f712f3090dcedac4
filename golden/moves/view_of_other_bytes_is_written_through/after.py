from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

raw = "0000"
other = bytearray(b"0000000000")
window = memoryview(other)[2:6]
app = FastAPI()
window[:] = b"beef"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=raw)


@app.get("/")
def index() -> dict:
    return {}
