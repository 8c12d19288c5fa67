"""An invented snapshot is the same bytes, written facility by facility or made in memory and written whole."""

from pathlib import Path

from supervision.disclosure.invented.snapshot import generate_snapshot, invent
from supervision.records.snapshot import write_snapshot


def test_written_piece_by_piece_it_is_what_is_made_whole(tmp_path: Path) -> None:
    (tmp_path / "pieces").mkdir()
    (tmp_path / "pieces" / "score.credit-part").write_text("left by a run that was cut off\n")
    generate_snapshot(120, 2, 7, tmp_path / "pieces")
    write_snapshot(invent(120, 2, 7), tmp_path / "whole")
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("pieces", "whole")
    ]
    assert files[0] == files[1]
