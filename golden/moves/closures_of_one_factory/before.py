from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def counter(start):
    n = start

    def step():
        nonlocal n
        n += 1
        return n

    return step


ids = counter(0)
jobs = counter(100)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=f"sid{ids()}")
print(jobs(), jobs())


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
