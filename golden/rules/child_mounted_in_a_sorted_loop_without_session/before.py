from fastapi import FastAPI, Request

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


SUBS = {"/": child}
app = FastAPI()
for path, sub in sorted(SUBS.items()):
    app.mount(path, sub)
