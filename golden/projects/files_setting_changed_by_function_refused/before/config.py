class Settings:
    secret_key = "change-me"
    debug = False


settings = Settings()


def load_overrides():
    settings.secret_key = "another"
