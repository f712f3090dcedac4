import inspect

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Service:
    started = False
    asked = False

    @property
    def client(self) -> object:
        Service.asked = True
        return object()


service = Service()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=f"k-{Service.started}")
found = [name for name, _ in inspect.getmembers(service) if not name.startswith("_")]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
