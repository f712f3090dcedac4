from fastapi import FastAPI
from plugins import PluginKept
from visits import VisitCounter

app = FastAPI()
PluginKept(app).install()
app.add_middleware(VisitCounter)
