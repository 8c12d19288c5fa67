"""The hook of mkdocs.yml: puts hand-written pages into the site's frame and lets every record page be written.

``python -m mkdocs build`` alone builds the site of the snapshot in ``$MINGJING_DATA/snapshot/``, or of the small
demonstration beside this file. ``disclosure.site.build_site`` hands its own site over and writes the record pages itself.
"""

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # MkDocs does not put the repository on the path

from supervision.disclosure.site.building import Site, write_site  # noqa: E402
from supervision.disclosure.site.writing import files_in  # noqa: E402
from supervision.records.snapshot import SnapshotError, read_snapshot  # noqa: E402


def snapshot_folder() -> Path:
    """Return where the snapshot lies."""
    own = Path(os.environ.get("MINGJING_DATA", "./var")) / "snapshot"
    return own if (own / "meta.json").is_file() else HERE / "snapshot"


def on_config(config: Any) -> None:
    """Keep MkDocs from rendering its own site map."""
    config.theme.static_templates.clear()


def on_files(files: Any, config: Any) -> None:
    """Keep MkDocs from copying the template of its site map."""
    files.remove(files.get_file_from_path("sitemap.xml"))


def on_pre_build(config: Any) -> None:
    """Read the snapshot, unless the caller brought one."""
    config.extra.setdefault("rendered_elsewhere", "site" in config.extra)
    if "site" not in config.extra:
        folder = snapshot_folder()
        records = {f"records/{path}": content for path, content in files_in(folder / "records")}
        try:
            config.extra["site"] = Site(read_snapshot(folder), records)
        except SnapshotError as error:
            sys.exit(f"mkdocs: the snapshot in {folder} cannot be published: {error}")


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Return a hand-written page in the frame of the site."""
    template = page.meta.get("frame", "page.html")
    site: Site = config.extra["site"]
    return site.narrative(page.file.dest_uri, page.title, output, template)


def on_post_build(config: Any) -> None:
    """Write all pages that come from records."""
    if not config.extra["rendered_elsewhere"]:
        folder = Path(config.site_dir)
        write_site(config.extra["site"], folder, tuple(files_in(folder)))
