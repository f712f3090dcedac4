from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Retry:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        for attempt in range(3):
            try:
                return await self.app(scope, receive, send)
            except ConnectionError:
                if attempt == 2:
                    raise


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Retry)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
