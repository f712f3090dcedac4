from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def middleware(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.middleware("http")
async def middleware(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-frame-options"] = "DENY"
    return response


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
