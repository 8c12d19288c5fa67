"""A release that is being shown: killed at any moment or out of disk, the public sees the old site or the new one,
whole and in the log, and approving once more finishes it.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scoring.rulebook import RuleViolationError
from supervision.actor import terminal
from supervision.config import Config
from supervision.database import connect, connection, let_go
from supervision.disclosure.verification.site import verify_site
from supervision.errors import StaleError
from supervision.intake.container import Received
from supervision.intake.facility_list import read_facility_list
from supervision.models import Release
from supervision.publishing import open_publisher
from supervision.queries.areas import gazetteer
from supervision.queries.audit import verify_audit
from supervision.usecases.authorities import register_authority
from supervision.usecases.divisions import import_divisions
from supervision.usecases.imports import import_facilities
from supervision.usecases.releases import approve_release, prepare_release
from supervision.vault import Vault
from tests.databases import migrated
from tests.demonstration import copied
from tests.faults.harm import crowd, killed, seconds_of, starved
from tests.faults.run import Fault, Outcome, Trial
from tests.supervision.intake.lists import AREAS, GOLDEN, ON

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
PUBLISHERS = 2
JUMPS = (-4000, -400, -1, 1, 400)  # days
LARGEST_PAGE = 60_000  # bytes


def faults() -> Iterator[Fault]:
    """Give all four."""
    yield Fault("publishing killed at any moment", lambda: _place(_killing))
    yield Fault("publishing out of disk", lambda: _place(_starving))
    yield Fault(f"{PUBLISHERS} publishers approving at once", lambda: _place(_crowding))
    yield Fault("publishing while the clock jumps", lambda: _place(_jumping))


@contextmanager
def _place(trials: Callable[[Callable[[], Config]], Trial]) -> Iterator[Trial]:
    """Prepare an installation whose first release is live and whose second waits for its approval."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as folder:
        prepared, used = _config(Path(folder) / "prepared"), _config(Path(folder) / "used")
        migrated(prepared.database_url)
        import_divisions(areas=AREAS, actor=terminal(), at=AT)
        register_authority(key="minhu", name="明湖区民政局", short_name="明湖民政", area_code="990101",
                           departments=(("civil_affairs", "民政部门", "civil affairs"),), actor=terminal(), at=AT)  # fmt: skip
        list_of_homes = GOLDEN.read_text()
        _import(list_of_homes.replace("敬老院", "养老院"))
        _prepare(prepared)
        _approve(prepared, 1)
        _import(list_of_homes)
        _prepare(prepared)
        let_go()

        def fresh() -> Config:
            let_go()
            shutil.rmtree(used.data, ignore_errors=True)
            copied(prepared.data, used.data)
            connect(used.database_url)
            return used

        yield trials(fresh)
        let_go()


def _config(data: Path) -> Config:
    return Config.from_env({"MINGJING_DATA": str(data), "MINGJING_PUBLIC_URL": "http://localhost:8000"})


def _import(text: str) -> None:
    listed = read_facility_list(Received(GOLDEN.name, text.encode()), gazetteer=gazetteer("99"), on=ON)
    import_facilities(facilities=listed, actor=terminal(), at=AT)


def _prepare(config: Config) -> None:
    prepare_release(folder=config.prepared, public_url=config.public_url, actor=terminal("one"), at=AT)


def _approve(config: Config, number: int, at: datetime = AT) -> None:
    with connection():
        approve_release(
            number=number,
            folder=config.prepared,
            publisher=open_publisher(config, demonstration=False),
            vault=Vault.at(config.keys),
            actor=terminal("two"),
            at=at,
        )


def _problems(config: Config, allowed: tuple[str, ...], *, interrupted: bool = False) -> list[str]:
    live = (config.site / "live").readlink().name
    with connection():
        found = [f"audit row {problem.row} {problem.kind}" for problem in verify_audit().problems]
    expected = (
        {"old-release"} if interrupted else set()
    )  # the log knew it already, the public did not see it yet
    problems = verify_site(str(config.site / "live")).problems
    found += [str(problem) for problem in problems if problem.name not in expected]
    return found + ([] if live in allowed else [f"live is {live}, not one of {allowed}"])


def _after(config: Config) -> tuple[tuple[str, ...], str]:
    """Return what is wrong after the harm and after approving once more, and which site stood after the harm."""
    stood = "new site" if (config.site / "live").readlink().name == "000002" else "old site"
    found = _problems(config, ("000001", "000002"), interrupted=True)
    with connection():
        state = Release.get(Release.number == 2).state
    if state != "live":
        _approve(config, 2)
    return (*found, *_problems(config, ("000002",))), stood


def _killing(fresh: Callable[[], Config]) -> Trial:
    config = fresh()
    let_go()
    seconds = seconds_of(lambda: _approve(config, 2))

    def trial(dice: random.Random) -> Outcome:
        config = fresh()
        caught = killed(lambda: _approve(config, 2), dice.uniform(0, seconds))
        return Outcome(caught, *_after(config))

    return trial


def _starving(fresh: Callable[[], Config]) -> Trial:
    def trial(dice: random.Random) -> Outcome:
        config = fresh()
        failed = starved(lambda: _approve(config, 2), dice.randrange(0, LARGEST_PAGE))
        return Outcome(failed, *_after(config))

    return trial


def _crowding(fresh: Callable[[], Config]) -> Trial:
    """Two people press the same button: one release comes of it, whichever of them is told that it is live already."""

    def trial(_: random.Random) -> Outcome:
        config = fresh()
        let_go()
        statuses = crowd(lambda _: _pressed(config), PUBLISHERS)
        problems, stood = _after(config)
        return Outcome(
            True, (*problems, *(f"a publisher ended with {each}" for each in statuses if each)), stood
        )

    return trial


def _pressed(config: Config) -> None:
    try:
        connect(config.database_url)
        _approve(config, 2)
    except (RuleViolationError, StaleError):
        pass  # told that the other was first
    except BaseException:
        os._exit(1)
    os._exit(0)


def _jumping(fresh: Callable[[], Config]) -> Trial:
    """The clock of the machine stands days or years off while a release is shown, and is right again at the next try."""

    def trial(dice: random.Random) -> Outcome:
        config = fresh()
        with suppress(RuleViolationError, StaleError):  # refused is right too: what is seen must be whole
            _approve(config, 2, AT + timedelta(days=dice.choice(JUMPS), seconds=dice.randrange(86_400)))
        return Outcome(True, *_after(config))

    return trial
