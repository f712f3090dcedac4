from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    match request:
        case Request(session=session):
            request.state.member = session.get("uid")
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
