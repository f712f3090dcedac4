from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Ages(dict):
    def __missing__(self, key):
        self[key] = f"{key}-{len(self)}"
        return self[key]


ages = Ages()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=ages["session"])
tag = ages["tag"]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
