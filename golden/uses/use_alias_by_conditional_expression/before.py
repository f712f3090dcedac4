from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def carry(request: Request, call_next):
    source, default = (request if request.method == "GET" else None), []
    request.state.cart = source.session.get("cart", default) if source else default
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"cart": request.state.cart}
