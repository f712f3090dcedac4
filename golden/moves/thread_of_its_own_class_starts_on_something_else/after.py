from threading import Thread

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Loader(Thread):
    def __init__(self, target):
        super().__init__()
        self.into = target

    def run(self):
        self.into["age"] = 5


settings, cache = {"age": 60}, {}
loader = Loader(cache)
app = FastAPI()
loader.start()
loader.join()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings["age"])
