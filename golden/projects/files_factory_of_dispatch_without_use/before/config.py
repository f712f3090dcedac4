class Settings:
    session = 5
    secret_key = "change-me"


settings = Settings()
