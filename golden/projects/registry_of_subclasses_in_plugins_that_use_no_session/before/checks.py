from starlette.middleware.base import BaseHTTPMiddleware


class Check:
    registry = []

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        Check.registry.append(cls())


class Checks(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.problems = [check.run(request) for check in Check.registry]
        return await call_next(request)
