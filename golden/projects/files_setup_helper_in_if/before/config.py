class Settings:
    sessions = True


settings = Settings()
