from fastapi import FastAPI

app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    for key, value in request.scope.items():
        if key == "session":
            request.state.member = value
    if request.state.member:
        request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
