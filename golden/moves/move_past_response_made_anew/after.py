from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response

app = FastAPI()


@app.middleware("http")
async def minify(request, call_next):
    response = await call_next(request)
    body = b"".join([chunk async for chunk in response.body_iterator])
    return Response(body, status_code=response.status_code, headers=dict(response.headers))


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
