import attrs
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


@attrs.define
class Visit:
    request: object
    member: str = attrs.field()

    @member.default
    def load(self):
        return self.request.session.get("uid")


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    request.state.member = Visit(request).member
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
