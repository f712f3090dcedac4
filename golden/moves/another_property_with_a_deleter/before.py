from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    def __init__(self):
        self._age, self._level = 5, "info"

    @property
    def age(self):
        return self.__dict__.get("_age", 60)

    @property
    def level(self):
        return self._level

    @level.deleter
    def level(self):
        del self._level


settings = Settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings.age)
del settings.level


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
