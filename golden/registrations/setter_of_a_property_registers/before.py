from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Site(FastAPI):
    @property
    def secret_key(self):
        return self.state.secret_key

    @secret_key.setter
    def secret_key(self, value):
        self.state.secret_key = value
        self.add_middleware(SessionMiddleware, secret_key=value)


app = Site()
app.secret_key = "dev"


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)
