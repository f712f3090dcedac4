from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

pages = {}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")


@app.middleware("http")
async def between(request, call_next):
    if request.url.path in pages:
        return pages[request.url.path]
    response = await call_next(request)
    pages[request.url.path] = response
    return response


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
