SECRET = "first"
