from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def track(request: Request, call_next):
    request.session["last"] = request.url.path
    return await call_next(request)


def create_app(tracking: bool) -> FastAPI:
    app = FastAPI()
    if tracking:
        app.middleware("http")(track)
    app.add_middleware(SessionMiddleware, secret_key="secret")
    return app


plain = create_app(tracking=False)
app = create_app(tracking=True)


@app.get("/")
async def index():
    return {}
