from functools import lru_cache

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


@lru_cache(maxsize=1)
def settings_of(stage):
    return {"key": f"{stage}-key", "stage": stage}


settings_of("live")["key"] = "changed"

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings_of("live")["key"])
print(settings_of("test")["stage"])
app.add_middleware(Guard)
