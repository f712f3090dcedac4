from starlette.middleware.base import BaseHTTPMiddleware


class AddressKey:
    def of(self, request):
        return request.client.host


class SessionKey:
    def of(self, request):
        return request.session.get("visitor", "new")


KEYS = {"address": AddressKey, "session": SessionKey}


def key_for(kind):
    return KEYS[kind]()


class Limiter(BaseHTTPMiddleware):
    def __init__(self, app, key):
        super().__init__(app)
        self.key = key

    async def dispatch(self, request, call_next):
        request.state.bucket = self.key.of(request)
        return await call_next(request)
