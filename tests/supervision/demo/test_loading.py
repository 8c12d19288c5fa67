"""The demonstration is in place whole or not at all, and never on top of real data."""

import shutil
from datetime import UTC, datetime

import pytest

from scoring.rulebook import use_local_rules
from scoring.rulebook.local import local_rules
from supervision.actor import terminal
from supervision.config import Config
from supervision.database import connection, db
from supervision.demo import loading
from supervision.demo.stage import HERE
from supervision.errors import NotAllowedError
from supervision.queries.settings import is_demonstration, is_unused
from supervision.rulebook import rulebook
from supervision.usecases.authorities import register_authority
from supervision.usecases.divisions import import_divisions
from tests.supervision.intake.lists import AREAS

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


def quiet(*_: object) -> None:
    """Say nothing."""


def play(config: Config, tell: object, *, demonstration: bool = True) -> None:
    """Play a very short story: one authority and one file."""
    import_divisions(areas=AREAS, actor=terminal(), at=AT)
    register_authority(key="m", name="明湖", short_name="明", area_code="990101", demonstration=demonstration,
                       actor=terminal(), at=AT)  # fmt: skip
    config.keys.mkdir(parents=True, exist_ok=True)
    (config.keys / "vault.key").write_text("short")
    shutil.copytree(HERE / "rules", config.rules, dirs_exist_ok=True)
    use_local_rules([config.rules])


@pytest.fixture
def config(database: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(loading, "load_demonstration", play)
    return Config.from_env()


def test_it_is_moved_into_place(config: Config) -> None:
    assert is_unused()
    loading.load(config, quiet)
    assert is_demonstration()
    assert (config.keys / "vault.key").read_text() == "short"
    assert not (config.data / "demonstration.part").exists()
    with connection():
        assert not db.is_closed()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_cut_off_it_leaves_nothing_and_is_played_again(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(config: Config, tell: object) -> None:
        play(config, tell)
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "load_demonstration", cut_off)
    with pytest.raises(KeyboardInterrupt):
        loading.load(config, quiet)
    loading.let_go()
    loading.connect(config.database_url)
    assert is_unused()
    assert not config.keys.exists()
    monkeypatch.setattr(loading, "load_demonstration", play)
    loading.load(config, quiet)
    assert is_demonstration()


def test_a_reset_plays_it_afresh(config: Config) -> None:
    loading.load(config, quiet)
    with connection():
        db.execute_sql("DELETE FROM setting")
        db.execute_sql("INSERT INTO setting (key, value) VALUES ('demonstration', 'true'), ('left', '1')")
    (config.keys / "vault.key").write_text("old")
    loading.reset(config, quiet)
    assert is_demonstration()
    with connection():
        assert db.execute_sql("SELECT count(*) FROM setting").fetchone() == (1,)
    assert (config.keys / "vault.key").read_text() == "short"


def test_whoever_loaded_it_goes_on_under_its_local_rules(config: Config) -> None:
    """The clock is a child of the process that loads: what it rates rests on what was adopted here."""
    loading.load(config, quiet)
    assert local_rules() == (config.rules,)
    assert rulebook().on("lists.red.term_months", AT.date()).authority == "明湖区民政局(演示)"


def test_real_data_is_never_thrown_away(config: Config) -> None:
    play(config, quiet, demonstration=False)
    with pytest.raises(NotAllowedError):
        loading.reset(config, quiet)
    assert not is_unused()


def test_a_running_server_is_not_reset(config: Config) -> None:
    with loading.in_use(config), loading.in_use(config), pytest.raises(NotAllowedError, match="正被使用"):
        loading.reset(config, quiet)
