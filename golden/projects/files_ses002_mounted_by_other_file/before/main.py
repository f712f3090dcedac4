from child import child
from fastapi import FastAPI
from sessions import setup_session

app = FastAPI()
setup_session(app)
app.mount("/", child)
