from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class SessionLocal:
    def __init__(self):
        self.rows = {"session": 1}

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self.rows.clear()

    def get(self, key):
        return self.rows.get(key)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def database(request: Request, call_next):
    session = SessionLocal()
    request.state.first = session.get("session")
    async with SessionLocal() as session:
        request.state.database = session
        return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["row"] = request.state.database.get("session")
    return dict(request.session)
