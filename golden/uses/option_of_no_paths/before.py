from fastapi import FastAPI, Request


class Gate:
    def __init__(self, app, paths):
        self.app = app
        self.paths = list(paths)

    def is_protected(self, path):
        return any(path.startswith(p) for p in self.paths)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and self.is_protected(scope["path"]):
            scope["visits"] = scope["session"].get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate, paths=[])


@app.get("/")
async def home(request: Request):
    return {}
