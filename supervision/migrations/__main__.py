"""Writes the migration that leads from the last one to the present models: ``python -m supervision.migrations NAME``.

Read what it wrote, and edit it, before you commit it.
"""

import sys
import tempfile
from pathlib import Path

from playhouse.migrations import Runner, template
from playhouse.schema_diff import diff_models

from supervision.database import connect, connection, db
from supervision.migrations import TABLE, VERSIONS, migrate
from supervision.models import ALL


def main(name: str) -> None:
    """Compare an empty database, migrated, with the models; write a migration where they differ."""
    with tempfile.TemporaryDirectory() as folder:
        connect(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        migrate()
        with connection():
            difference = diff_models(db.obj, ALL)
            if difference:
                print(Runner(db.obj, str(VERSIONS), table_name=TABLE).create(name, body=template(difference)))


if __name__ == "__main__":
    main(sys.argv[1])
