from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def make(name: str) -> FastAPI:
    child = FastAPI(title=name)

    @child.middleware("http")
    async def visits(request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)

    @child.get("/")
    def home() -> dict:
        return {"ok": True}

    return child


SUBS = {path: make(path) for path in ("/shop", "/")}
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
for path, sub in SUBS.items():
    app.mount(path, sub)
