from fastapi import FastAPI, Request
from guards import switched_off
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
@switched_off
async def page(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
