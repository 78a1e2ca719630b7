"""The history of the tables of conversations, for alembic. `bot/schema.py` runs it."""
