"""Alembic's entry: runs migrations on the connection that `foresail.warehouse.migrating` hands over."""

from alembic import context

from foresail.warehouse.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction is the one
)
context.run_migrations()
