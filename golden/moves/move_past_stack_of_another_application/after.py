from starlette.middleware.gzip import GZipMiddleware

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


admin = Starlette()
admin.add_middleware(GZipMiddleware)
app = Starlette()
for layer in admin.user_middleware:
    print("admin has", layer.cls.__name__)
admin.user_middleware.clear()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="one")
