"""An unsigned preview of the public site."""

from pathlib import Path

import click

from supervision import clock
from supervision.cli._frame import Run, command
from supervision.disclosure.site.building import build_site
from supervision.queries.public import public_snapshot


@click.command("publish")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@command
def publish(run: Run, out: Path) -> int:
    """Build the site of today into DIR, unsigned and without the log; ``releases`` publishes."""
    snapshot = public_snapshot(as_of=clock.china_day(run.at), at=run.at, public_url=run.config.public_url)
    built = build_site(snapshot, out)
    run.answer(
        {
            "out": str(out),
            "files": len(built.files),
            "changed": len(built.changed),
            "removed": len(built.removed),
        },
        run.say(
            "预览共 {n} 个文件，写入 {changed} 个：{out}",
            n=len(built.files),
            changed=len(built.changed),
            out=out,
        ),
    )
    return 0
