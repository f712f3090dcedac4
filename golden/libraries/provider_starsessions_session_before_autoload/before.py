from fastapi import FastAPI, Request
from starsessions import CookieStore, SessionAutoloadMiddleware, SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, store=CookieStore(secret_key="x"), lifetime=0)
app.add_middleware(SessionAutoloadMiddleware)
