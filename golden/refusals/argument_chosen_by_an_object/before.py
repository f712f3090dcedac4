from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rev = [1]


class Version:
    def __len__(self):
        return rev[0]


version = Version()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie="many" if version else "none")
rev[0] = 0


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
