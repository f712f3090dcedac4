from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


if not any(layer.cls is SessionMiddleware for layer in app.user_middleware):
    app.add_middleware(SessionMiddleware, secret_key="other")


@app.get("/")
def home() -> dict:
    return {"ok": True}
