class Settings:
    key = "change-me"


SETTINGS = Settings()
