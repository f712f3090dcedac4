from fastapi import FastAPI
from layers import layers

app = FastAPI(middleware=layers())
