from fastapi import FastAPI, Request


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


def install(app: FastAPI) -> None:
    app.middleware("http")(visits)
