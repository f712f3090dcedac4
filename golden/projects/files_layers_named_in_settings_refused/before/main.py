from fastapi import FastAPI, Request
import settings
from loading import import_string

app = FastAPI()
for dotted, options in settings.MIDDLEWARE:
    app.add_middleware(import_string(dotted), **options)


@app.get("/")
def index(request: Request):
    return dict(request.session)
