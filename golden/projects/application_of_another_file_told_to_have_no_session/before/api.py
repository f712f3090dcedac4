from fastapi import FastAPI
from layers import setup

app = FastAPI()
setup(app, cookies=False)
