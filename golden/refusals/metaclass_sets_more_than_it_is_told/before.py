from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Meta(type):
    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        super().__setattr__("age", 5)


class Settings(metaclass=Meta):
    age = 60
    debug = False


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", max_age=Settings.age)
Settings.debug = True


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
