import settings

NAME = "production"
settings.KEY = "two"
