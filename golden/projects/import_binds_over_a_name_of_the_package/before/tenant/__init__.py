name = "acme"
