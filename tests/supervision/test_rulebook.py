"""What was read of rule files is kept for the next start, and believed only under this installation's own seal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.rulebook import book, calendars, parsed, use_local_rules
from supervision import rulebook as applied
from supervision.config import Config


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    start()
    yield replace(Config.from_env({}), data=tmp_path)
    start()
    applied._kept.clear()
    use_local_rules([])


def start() -> None:
    """Forget what a program that starts does not know."""
    parsed.forget()
    for kept in (applied._book, book._load, calendars._load):
        kept.cache_clear()


def load(config: Config) -> bool:
    """Load the rules like a program that starts; return whether some file had to be read."""
    start()
    applied.use_rules(config)
    before = (config.data / "rules.read").read_bytes() if (config.data / "rules.read").exists() else b""
    applied.rulebook()
    return (config.data / "rules.read").read_bytes() != before


def test_the_second_start_reads_no_rule_file(config: Config) -> None:
    assert load(config)
    assert not load(config)


@pytest.mark.parametrize("at", [0, 70, -1])
def test_a_damaged_file_is_not_believed_and_is_mended(config: Config, at: int) -> None:
    load(config)
    file = config.data / "rules.read"
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(raw)
    assert load(config)
    assert not load(config)


def test_a_file_of_another_installation_is_not_believed(config: Config, tmp_path: Path) -> None:
    other = replace(config, data=tmp_path / "other")
    load(other)
    (config.data / "rules.read").write_bytes((other.data / "rules.read").read_bytes())
    assert load(config)


def test_a_new_local_rule_file_is_read_and_kept_with_the_others(config: Config) -> None:
    load(config)
    config.rules.mkdir()
    (config.rules / "days.yaml").write_text(
        "review: {last_checked: 2026-11-22, every_days: 180}\nauthority: {zh: 示例区, en: Example}\nrules:\n"
        "  - {id: example.days, name: {zh: 示例, en: example}, unit: days,"
        " values: {2026-01-01: {value: 5, reference: {law: local-practice}, confidence: S}}}\n",
        encoding="utf-8",
    )
    assert load(config)
    assert "example.days" in applied.rulebook().rules
    assert not load(config)


def test_rules_are_read_where_nothing_can_be_kept(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, data: bytes) -> int:
        raise PermissionError(self)

    start()
    applied.use_rules(config)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert applied.rulebook().rules
    assert not (config.data / "rules.read").exists()
