from fastapi import FastAPI
from . import base
from .visits import VisitCounter


class Server(base.Base):
    def __init__(self):
        self.app = FastAPI()
        self.add_session()
        self.app.add_middleware(VisitCounter)
