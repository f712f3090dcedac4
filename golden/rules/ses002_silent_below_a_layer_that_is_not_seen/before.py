from brotli_asgi import BrotliMiddleware
from fastapi import FastAPI, Request

app = FastAPI()
app.add_middleware(BrotliMiddleware)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)
