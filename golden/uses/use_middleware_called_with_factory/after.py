from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def remember(field):
    async def dispatch(request: Request, call_next):
        request.session[field] = request.url.path
        return await call_next(request)

    return dispatch


app = FastAPI()
app.middleware("http")(remember("last_page"))
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"last": request.session["last_page"]}
