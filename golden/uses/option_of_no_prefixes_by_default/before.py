from fastapi import FastAPI, Request


class Gate:
    def __init__(self, app, paths=()):
        self.app = app
        self.paths = tuple(paths)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith(self.paths):
            scope["visits"] = scope["session"].get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)


@app.get("/")
async def home(request: Request):
    return {}
