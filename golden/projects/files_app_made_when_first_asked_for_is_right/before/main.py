from holder import get_app
from layers import Gate
from starlette.middleware.sessions import SessionMiddleware

get_app().add_middleware(Gate)
get_app().add_middleware(SessionMiddleware, secret_key="k")
app = get_app()


@app.get("/")
async def index():
    return {"ok": True}
