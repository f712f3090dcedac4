from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Student(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.student = request.session.get("student")
        return await call_next(request)


class School(Starlette):
    STATEFUL = (SessionMiddleware,)

    def __init__(self, *args, stateless=False, **kwargs):
        self.stateless = stateless
        super().__init__(*args, **kwargs)

    def add_middleware(self, middleware_class, *args, **kwargs):
        if self.stateless and middleware_class in self.STATEFUL:
            return
        super().add_middleware(middleware_class, *args, **kwargs)


async def home(request):
    return PlainTextResponse("ok")


app = School(routes=[Route("/", home)], stateless=True)
app.add_middleware(Student)
app.add_middleware(SessionMiddleware, secret_key="dev")
