from conf import settings

settings.key = "b"
