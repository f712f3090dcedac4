KEY = "one"
