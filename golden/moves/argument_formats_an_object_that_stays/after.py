from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rev = [1]


class Version:
    def __format__(self, spec):
        return f"v{rev[0]}"


version = Version()
counts = [1]
app = FastAPI()
counts[0] = 2


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=f"key-{version}")


@app.get("/")
def index() -> dict:
    return {}
