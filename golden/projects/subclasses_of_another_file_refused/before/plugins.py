from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Plugin:
    middleware = None
    options: dict = {}

    def __init__(self, app):
        app.add_middleware(self.middleware, **self.options)


class SessionPlugin(Plugin):
    middleware = SessionMiddleware
    options = {"secret_key": "secret"}


class WizardLayer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.step = request.session.get("step", 0)
        return await call_next(request)


class WizardPlugin(Plugin):
    middleware = WizardLayer
