"""The runtime oracle: generated programs, and Starlette itself asked which order their layers have."""
