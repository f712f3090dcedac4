from fastapi import FastAPI

app = FastAPI()
SECRET_KEY = "change-me"
