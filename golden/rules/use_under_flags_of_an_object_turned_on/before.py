from fastapi import FastAPI, Request


class Flags:
    def __init__(self, values):
        self.values = values

    def on(self, name):
        return self.values.get(name, False)


flags = Flags({"audit": True, "session_auth": True})
app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    if flags.on("session_auth"):
        request.state.name = request.session.get("id")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {}
