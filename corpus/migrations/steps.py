"""升级: runs Alembic's revisions within one transaction; nothing is changed where one fails."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from corpus.lexical import Cut
from corpus.problem import StoreError

SCRIPTS = Path(__file__).parent


def migrate(engine: Engine, held: str, cut: Cut) -> None:
    """Bring tables of revision ``held`` up to the last one. Raises StoreError where this program does not know it."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    if held not in known:
        raise StoreError(
            f"这个库由更新的 mingzhang 写成（库版本 {held}，本程序认识到 {known[0]}）：请升级程序；没有改动任何东西"
            " (this home was written by a newer program)"
        )
    with engine.begin() as db:
        if engine.dialect.name == "sqlite":
            db.exec_driver_sql("begin immediate")
        config.attributes.update(connection=db, cut=cut)
        if not inspect(db).has_table("alembic_version"):
            command.stamp(config, held)
        command.upgrade(config, "head")
