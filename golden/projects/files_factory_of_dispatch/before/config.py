class Settings:
    login_path = "/login"
    secret_key = "change-me"


settings = Settings()
