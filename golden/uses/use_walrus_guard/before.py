from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def visits(request: Request, call_next):
    if (session := request.scope.get("session")) is not None:
        session["visits"] = session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"visits": request.session.get("visits")}
