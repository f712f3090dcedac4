import settings
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.KEY)

import overrides  # noqa: E402
from visits import VisitCounter  # noqa: E402

app.add_middleware(VisitCounter)
print(overrides.NAME)
