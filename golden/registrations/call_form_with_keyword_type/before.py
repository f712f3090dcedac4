from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app = FastAPI()
app.add_middleware(middleware_class=SessionMiddleware, secret_key="k")
app.middleware(middleware_type="http")(count_visits)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
