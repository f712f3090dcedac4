from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SM = SessionMiddleware

app = FastAPI()
app.add_middleware(SM, secret_key="k")


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
