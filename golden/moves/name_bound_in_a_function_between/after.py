from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

key = "k"
app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    key = "visits"
    request.session[key] = request.session.get(key, 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=key)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
