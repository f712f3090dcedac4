"""Layers."""

from mlflow_oidc_auth.middleware.auth_middleware import AuthMiddleware
