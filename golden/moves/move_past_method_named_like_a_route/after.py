from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Settings:
    def __init__(self):
        self.key = "one"
        self.asked = []
        self.listeners = set()

    def get(self, name):
        self.asked.append(name)
        return getattr(self, name)

    def subscribe(self, listener):
        self.listeners.add(listener)


settings = Settings()
app = FastAPI()


@app.get("/asked")
def asked():
    return settings.asked


settings.subscribe(print)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings.get("key"))
