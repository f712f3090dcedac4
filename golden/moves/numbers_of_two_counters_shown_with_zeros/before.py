from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def numbering(prefix):
    last = 0

    def number():
        nonlocal last
        last += 1
        return f"{prefix}-{last:04d}"

    return number


next_key = numbering("key")
next_job = numbering("key")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=next_key())
FIRST_JOB = next_job()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
