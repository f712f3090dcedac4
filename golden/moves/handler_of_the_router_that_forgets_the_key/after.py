from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Settings:
    key = "key"


settings = Settings()


def forget():
    settings.key = None


app = FastAPI()

app.router.add_event_handler("startup", forget)
app.router.add_api_route("/forget", forget)


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=settings.key)
