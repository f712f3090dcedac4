from fastapi import FastAPI, Request
from starlette.middleware import sessions

app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(sessions.SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
