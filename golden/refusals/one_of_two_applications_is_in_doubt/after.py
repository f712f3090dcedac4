from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    key = "one"


settings = Settings()
admin = FastAPI()
admin.add_middleware(SessionMiddleware, secret_key=settings.key)
settings.key = "two"


@admin.middleware("http")
async def check_admin(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app = FastAPI()
key = "key"


@app.middleware("http")
async def check_user(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=key)
