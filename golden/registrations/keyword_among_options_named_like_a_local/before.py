from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def remember(request: Request, call_next):
    request.session["last"] = request.url.path
    return await call_next(request)


def create_app(title="shop", **options):
    tracking = False
    tracking = tracking or title == "tracked"
    app = FastAPI(title=title)
    if tracking:
        app.middleware("http")(remember)
    app.add_middleware(SessionMiddleware, secret_key="secret")
    return app


app = create_app(tracking=True)


@app.get("/")
async def index():
    return {}
