from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def carry(request: Request, call_next):
    req = request
    current: Request = req
    current.state.cart = current.session.get("cart", [])
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"cart": request.state.cart}
