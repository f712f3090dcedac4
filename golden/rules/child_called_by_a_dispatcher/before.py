from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


main = FastAPI()


class Dispatcher:
    def __init__(self, main, children):
        self.main = main
        self.children = children

    async def __call__(self, scope, receive, send):
        for prefix, child in self.children.items():
            if scope["path"].startswith(prefix):
                return await child(scope, receive, send)
        return await self.main(scope, receive, send)


app = SessionMiddleware(Dispatcher(main, {"/": child}), secret_key="change-me")
