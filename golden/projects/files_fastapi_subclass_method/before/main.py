from visits import VisitCounter
from web import WebApp

app = WebApp()
app.use_sessions("change-me")
app.add_middleware(VisitCounter)
