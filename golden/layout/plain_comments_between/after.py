from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

# ---- application ----
app = FastAPI(title="demo")


# ---- this region of the file holds the middleware ----


# counts
@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


# ---- pages ----


@app.get("/")
async def home(request: Request):
    return dict(request.session)
