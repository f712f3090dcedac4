from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, inner):
        self.inner = inner

    async def __call__(self, environ, incoming, outgoing):
        session = environ.get("session")
        if session is not None:
            session["visits"] = session.get("visits", 0) + 1
        await self.inner(environ, incoming, outgoing)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Visits)


@app.get("/")
async def home(request: Request):
    return {"visits": request.session.get("visits")}
