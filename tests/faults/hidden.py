"""Canaries in every column that is not public: none is found in any byte of the site, and no byte differs."""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.rulebook import use_local_rules
from supervision.config import Config
from supervision.database import connect, connection, db, let_go
from supervision.demo.stage import moment
from supervision.disclosure.site.building import build_site
from supervision.queries.public import public_snapshot
from tests.demonstration import copied, play
from tests.faults.run import Fault, Outcome, Trial
from tests.faults.withdrawing import found_in
from tests.supervision.queries.hidden_columns import change, hidden_columns
from tests.supervision.queries.test_public_scores import LAST


def faults() -> Iterator[Fault]:
    """Give the one."""
    yield Fault("a canary in every column that is not public", _place, most=3, long=True)


@contextmanager
def _place() -> Iterator[Trial]:
    """Load the demonstration, and build its site once as it is."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as name:
        folder = Path(name)
        played, used = (Config.from_env({"MINGJING_DATA": str(folder / each)}) for each in ("played", "used"))
        play(played.data)
        use_local_rules([played.rules])
        as_it_is = _built(_opened(played, used), folder / "before", lambda: None)

        def trial(dice: random.Random) -> Outcome:
            word, columns = f"canary{dice.getrandbits(64):016x}", hidden_columns()
            dice.shuffle(columns)
            after = _built(_opened(played, used), folder / "after", lambda: change(columns, word))
            problems = [f"a canary in {path}" for path in found_in(folder / "after", word)]
            differ = sorted(
                path for path in as_it_is.keys() | after.keys() if as_it_is.get(path) != after.get(path)
            )
            problems += [f"{path} differs" for path in differ]
            return Outcome(
                True,
                tuple(problems),
                stood=f"{len(columns)} columns, {len(after)} files, none differs" if not problems else "",
            )

        yield trial
        use_local_rules([])


def _opened(played: Config, used: Config) -> Config:
    shutil.rmtree(used.data, ignore_errors=True)
    copied(played.data, used.data)
    connect(used.database_url)
    return used


def _built(config: Config, out: Path, before: Callable[[], None]) -> dict[str, str]:
    """Build what the public sees of the register, the audit's head apart; return the SHA-256 of every file."""
    with connection():
        db.execute_sql("PRAGMA foreign_keys = OFF")
        before()
        snapshot = public_snapshot(as_of=LAST, at=moment(LAST, 22), public_url=config.public_url)
    let_go()
    shutil.rmtree(out, ignore_errors=True)
    return build_site(snapshot, out).files
