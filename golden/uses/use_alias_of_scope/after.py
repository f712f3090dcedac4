from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    scope = request.scope
    try:
        scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
    except KeyError:
        pass
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"visits": request.session.get("visits")}
