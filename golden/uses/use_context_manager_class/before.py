from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware


class Trail:
    entries: list[str] = []

    def __init__(self, conn):
        self.conn = conn

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.entries.append(self.conn.session.get("user", "guest"))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def trail(request: Request, call_next):
    with Trail(request):
        if request.headers.get("x-robot", "yes") == "yes":
            return JSONResponse({"robot": True})
        return await call_next(request)


@app.get("/")
async def home():
    return {"robot": False}
