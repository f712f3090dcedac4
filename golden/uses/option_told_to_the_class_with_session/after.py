from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Layer(BaseHTTPMiddleware):
    needs_session = False

    def __init_subclass__(cls, session=False, **options):
        super().__init_subclass__(**options)
        cls.needs_session = session

    async def dispatch(self, request, call_next):
        request.state.data = dict(request.session) if self.needs_session else {}
        return await call_next(request)


class Timing(Layer):
    pass


class Greeting(Layer, session=True):
    pass


app = FastAPI()
app.add_middleware(Greeting)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
