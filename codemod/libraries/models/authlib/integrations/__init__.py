"""Clients for frameworks."""
