TITLES = ["middleware", "session"]
