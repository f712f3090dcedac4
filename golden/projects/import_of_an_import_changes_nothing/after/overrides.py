from settings import settings

LIMIT = len(settings.key)
