from fastapi import FastAPI
from plugins import PluginKept
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
PluginKept(app).install()
