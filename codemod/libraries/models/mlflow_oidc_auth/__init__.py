"""mlflow-oidc-auth: https://github.com/mlflow-oidc/mlflow-oidc-auth"""
