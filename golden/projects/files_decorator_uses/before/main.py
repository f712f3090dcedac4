from fastapi import FastAPI, Request
from guards import count_visits
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
@count_visits
async def page(request: Request, call_next):
    return await call_next(request)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
