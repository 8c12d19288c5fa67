"""Writes the migration that leads from the last one to the present models: ``python -m supervision.migrations NAME``.

Read what it wrote, and edit it, before you commit it.
"""

import re
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
                body = frozen(template(difference))
                print(Runner(db.obj, str(VERSIONS), table_name=TABLE).create(name, body=body))


def frozen(body: str) -> str:
    """Replace our own kinds of columns by what they are in the database: a migration imports nothing of ours."""
    body = re.sub(r"from supervision\S* import \w+\n", "", body)
    for ours, plain in (
        ("MomentField", "CharField"),
        ("ExactField", "CharField"),
        ("JsonField", "TextField"),
    ):
        body = body.replace(ours, plain)
    return body.replace("default=dict", "default='{}'").replace("default=list", "default='[]'")


if __name__ == "__main__":
    main(sys.argv[1])
