from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Settings:
    secret = "placeholder"


settings = Settings()


class Database:
    @property
    def url(self):
        settings.url = "sqlite://"
        return "sqlite://"


database = Database()


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
print(database.url)
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=settings.secret)


@app.get("/")
def home():
    return {}
