from functools import lru_cache


class Settings:
    key = "change-me"


@lru_cache
def get_settings():
    return Settings()
