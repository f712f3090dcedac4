import starlette.middleware.sessions as sessions_middleware
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(sessions_middleware.SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
