import secrets

KEY = secrets.token_hex()
