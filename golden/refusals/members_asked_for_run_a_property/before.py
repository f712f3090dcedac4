import inspect
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings:
    def __init__(self):
        self.secret_key = "k"
    @property
    def loaded(self):
        self.secret_key = "z"
        return True
settings = Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)
inspect.getmembers(settings)
app.add_middleware(Guard)
