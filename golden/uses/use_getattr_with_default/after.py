from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def locale(request: Request, call_next):
    session = getattr(request, "session", None) or {}
    request.state.locale = session.get("locale", "en")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"locale": request.state.locale}
