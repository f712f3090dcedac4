from fastapi import FastAPI

app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    for key, value in request.headers.items():
        if key == "member":
            request.state.member = value
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
