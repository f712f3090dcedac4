from fastapi import FastAPI, Request
from fastapi_sqla import SessionMiddleware
from starlette.middleware.sessions import SessionMiddleware as CookieSession

app = FastAPI()
app.add_middleware(SessionMiddleware)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(CookieSession, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
