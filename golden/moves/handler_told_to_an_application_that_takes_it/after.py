from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"secret": "key"}
app = FastAPI()
wipe = lambda: settings.update(secret="")
app.add_event_handler("shutdown", wipe) if hasattr(app, "add_event_handler") else None
if hasattr(app, "add_event_handler"):
    app.add_event_handler("shutdown", wipe)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=settings["secret"])


@app.get("/")
def index() -> dict:
    return {}
