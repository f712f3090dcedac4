from fastapi import FastAPI
from language import choose_language
from wiring import setup_visits

app = FastAPI()
setup_visits(app)
app.middleware("http")(choose_language)
