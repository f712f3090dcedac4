from fastapi import FastAPI, Request
from starsessions import CookieStore, SessionAutoloadMiddleware, SessionMiddleware

store = CookieStore(secret_key="change-me")

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionAutoloadMiddleware)
app.add_middleware(SessionMiddleware, store=store, lifetime=3600 * 24)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
