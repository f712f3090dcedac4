from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"secret": "key"}
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings["secret"])
wipe = lambda: settings.update(secret="wiped")
app.add_event_handler("shutdown", wipe) if hasattr(app, "no_such_thing") else wipe()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
