from company_platform import configure
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


configure(app)
