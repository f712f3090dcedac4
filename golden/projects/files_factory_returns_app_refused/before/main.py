from factory import create_app
from visits import VisitCounter

app = create_app()
app.add_middleware(VisitCounter)
