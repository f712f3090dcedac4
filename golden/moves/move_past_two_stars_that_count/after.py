from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Options:
    def __init__(self) -> None:
        self.key = "k"
        self.reads = 0

    def keys(self):
        self.reads += 1
        return ["title"]

    def __getitem__(self, name):
        return "Shop"


options = Options()
app = FastAPI()
other = FastAPI(**options)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=options.key)


@app.get("/")
def index() -> dict:
    return {}
