"""Authlib: https://github.com/authlib/authlib"""
