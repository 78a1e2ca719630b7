"""Run by alembic, within the transaction that `bot/schema.py` opens. This file is executed, not imported."""

from alembic import context

from bot.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
