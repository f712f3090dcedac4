from starlette.middleware.base import BaseHTTPMiddleware

from base import Plugin


class WizardLayer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.step = request.session.get("step", 0)
        return await call_next(request)


class WizardPlugin(Plugin):
    middleware = WizardLayer
