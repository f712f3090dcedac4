from settings import settings

settings.key = "other"
