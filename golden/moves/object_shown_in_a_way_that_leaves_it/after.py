from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Pass:
    def __init__(self, word):
        self.word = word

    def __format__(self, how):
        if how == "gone":
            self.word = "used"
        return f"{how}!"


entry = Pass("sesame")
app = FastAPI()
BANNER = f"Welcome {entry:long}, {entry.word!r:>20}"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=entry.word)


@app.get("/")
def index() -> dict:
    return {}
