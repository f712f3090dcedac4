from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Check:
    def __init__(self, following=None):
        self.following = following

    def run(self, request):
        if self.passes(request) and self.following:
            self.following.run(request)

    def passes(self, request):
        return True


class Host(Check):
    def passes(self, request):
        return "host" in request.headers


class Member(Check):
    def passes(self, request):
        request.state.member = request.session.get("uid")
        return True


checks = Host(Check(Member()))


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    checks.run(request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
