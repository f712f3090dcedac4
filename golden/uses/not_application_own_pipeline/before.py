from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            session = scope["session"]
            session["visits"] = session.get("visits", 0) + 1
        await self.app(scope, receive, send)


class Pipeline:
    def __init__(self, app):
        self.core = app
        self.layers = []

    def add_middleware(self, cls, **options):
        self.layers.append((cls, options))

    async def __call__(self, scope, receive, send):
        app = self.core
        for cls, options in reversed(self.layers):
            app = cls(app, **options)
        await app(scope, receive, send)


async def home(request):
    return JSONResponse(dict(request.session))


app = Pipeline(Starlette(routes=[Route("/", home)]))
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Visits)
