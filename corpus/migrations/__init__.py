"""迁移: how tables made by an older program become those of this one (Alembic)."""
