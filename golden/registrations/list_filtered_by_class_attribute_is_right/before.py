from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Hook:
    needs_session = False

    def run(self, request):
        request.state.lang = request.headers.get("accept-language")


class Cart(Hook):
    needs_session = True

    def run(self, request):
        request.state.cart = request.session.get("cart")


HOOKS = [Hook(), Cart()]


def running(hooks):
    async def dispatch(request, call_next):
        for hook in hooks:
            hook.run(request)
        return await call_next(request)

    return dispatch


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.middleware("http")(running([hook for hook in HOOKS if not hook.needs_session]))


@app.get("/")
def index(request: Request) -> dict:
    return {}
