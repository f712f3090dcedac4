from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

pages = {}

app = FastAPI()


@app.middleware("http")
async def between(request, call_next):
    response = await call_next(request)
    pages[request.url.path] = response.status_code
    return response


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
