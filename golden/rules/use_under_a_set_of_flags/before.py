from fastapi import FastAPI, Request


class Flags:
    def __init__(self, *names):
        self.names = set(names)

    def on(self, name):
        return name in self.names


flags = Flags("audit", "beta")
app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    if flags.on("session_auth"):
        request.state.name = request.session.get("id")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {}
