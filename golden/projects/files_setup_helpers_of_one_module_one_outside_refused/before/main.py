from fastapi import FastAPI, Request

from wiring import add_layers, add_counter

app = FastAPI()
add_layers(app)
add_counter(app)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
