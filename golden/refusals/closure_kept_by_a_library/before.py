from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.templating import Jinja2Templates

config = {"secret": "a"}
templates = Jinja2Templates("templates")


def setter(options):
    def change(value):
        options["secret"] = value

    return change


templates.env.globals["set"] = setter(config)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["secret"])
templates.env.globals["set"]("b")


@app.middleware("http")
async def guard(request, call_next):
    request.session["a"] = 1
    return await call_next(request)


@app.get("/")
def index():
    return "index"
