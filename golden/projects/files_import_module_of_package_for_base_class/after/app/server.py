from fastapi import FastAPI
from . import base
from .visits import VisitCounter


class Server(base.Base):
    def __init__(self):
        self.app = FastAPI()
        self.app.add_middleware(VisitCounter)
        self.add_session()
