from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Audited:
    reads = 0
    debug = True

    def __getattribute__(self, name):
        if name == "debug":
            type(self).reads += 1
        return super().__getattribute__(name)


class Plain:
    debug = True


settings = Audited()
plain = Plain()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=f"{settings.reads}-key")
debug = plain.debug
app.add_middleware(Guard)
