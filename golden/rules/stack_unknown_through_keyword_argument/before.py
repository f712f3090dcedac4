from company_platform import Security
from fastapi import FastAPI, Request

app = FastAPI()
security = Security(mode="cookie")


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


security.init_app(application=app)
