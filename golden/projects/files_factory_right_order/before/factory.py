from fastapi import FastAPI
from visits import VisitCounter


def create_app():
    app = FastAPI()
    app.add_middleware(VisitCounter)
    return app
