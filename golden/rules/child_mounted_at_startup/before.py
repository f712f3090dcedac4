from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.on_event("startup")
async def start() -> None:
    app.mount("/shop", child)


@app.get("/")
def front() -> dict:
    return {"ok": True}
