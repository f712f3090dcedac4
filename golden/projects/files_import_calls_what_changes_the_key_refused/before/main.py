from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

import conf
from layers import Visits


def create_app():
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key=conf.KEY)
    import production

    app.add_middleware(Visits)
    return app


app = create_app()


@app.get("/")
async def home(request: Request):
    return dict(request.session)
