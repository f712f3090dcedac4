SECRET = "dev"
