class Settings:
    key = "secret"


settings = Settings()
