import copy

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Vault:
    def __init__(self) -> None:
        self.key = "s3"

    def __deepcopy__(self, memo):
        return self


vault = Vault()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=vault.key)
preview = copy.deepcopy({"vault": vault})
preview["vault"].key = "preview"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
