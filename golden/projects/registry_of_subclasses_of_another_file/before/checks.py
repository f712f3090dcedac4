from starlette.middleware.base import BaseHTTPMiddleware


class Check:
    registry = []

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        Check.registry.append(cls())


class NotBanned(Check):
    def run(self, request):
        return request.headers.get("x-banned")


class NotLocked(NotBanned):
    def run(self, request):
        return request.session.get("locked")


class Checks(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.problems = [check.run(request) for check in Check.registry]
        return await call_next(request)
