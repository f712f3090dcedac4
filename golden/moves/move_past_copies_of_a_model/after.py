from pydantic import BaseModel, Field

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Session(BaseModel):
    key: str = "one"
    max_age: int = 60


class Settings(BaseModel):
    title: str = "shop"
    session: Session = Field(default_factory=Session)


settings = Settings()
app = Starlette()
demo = settings.model_copy(deep=True)
demo.session.max_age = 600
shown = settings.model_dump()
shown["session"]["key"] = "***"
shown["session"].pop("max_age")
app.state.settings = demo, shown
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings.session.key, max_age=settings.session.max_age)
