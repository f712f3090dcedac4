from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def carry(r, go_on):
    r.state.cart = r.session.get("cart", [])
    return await go_on(r)


@app.get("/")
async def home(request: Request):
    return {"cart": request.state.cart}
