from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

# --8<-- [start:sessions]
app.add_middleware(SessionMiddleware, secret_key="k")
# --8<-- [end:sessions]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
