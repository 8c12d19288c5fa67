"""The one-file script with which another body cosigns the log, used as that body would use it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.rulebook import RuleViolationError
from supervision.disclosure.log.note import SigningKey, VerifierKey, parse_verifier_key
from tests.supervision.disclosure.sites import Publisher, publish_first, result_envelopes

SCRIPT = Path(__file__).parents[4] / "portal_docs" / "pages" / "cosign.py"


def cosign(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the script from elsewhere, without the project on its path."""
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=SCRIPT.anchor)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cosigned") / "first"
    publish_first(root)
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "site", symlinks=True))


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    key = tmp_path / "witness.key"
    assert cosign("key", "court.example/witness", "--key", key).returncode == 0
    return key


def key_of(witness: Path) -> VerifierKey:
    name, seed = witness.read_text().split()
    return SigningKey(name, bytes.fromhex(seed)).cosigner_key


def test_a_body_checks_signs_and_is_shown(root: Path, witness: Path, tmp_path: Path) -> None:
    out = tmp_path / "cosigned.txt"
    done = cosign("sign", root / "public" / "live", "--key", witness, "--out", out)
    assert done.returncode == 0, done.stderr
    log, key = Publisher(root).log, key_of(witness)
    assert log.add_cosignatures(out.read_bytes(), [key]) == (key,)
    shown = root / "public" / "live" / "log"
    assert (shown / "checkpoint").read_text().count("\n— court.example/witness ") == 1
    assert parse_verifier_key((shown / "cosigners.txt").read_text()) == key

    publisher = Publisher(root)  # the log grows; what was cosigned stays on show and is still true
    publisher.publish("r2", {"index.html": b"<h1>2</h1>"}, result_envelopes(303))
    assert "court.example" not in (shown / "checkpoint").read_text()
    assert "court.example" in (shown / "cosigned").read_text()
    again = cosign("sign", root / "public" / "live", "--key", witness, "--out", out)
    assert again.returncode == 0, again.stderr
    assert publisher.log.add_cosignatures(out.read_bytes(), [key]) == (key,)
    assert (shown / "cosigned").read_text() == (shown / "checkpoint").read_text()


def test_a_cosignature_under_another_log_is_refused(root: Path, witness: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other", tmp_path / "cosigned.txt"
    publisher = publish_first(other)
    publisher.publish("r2", {"index.html": b"elsewhere"}, {})
    assert cosign("sign", other / "public" / "live", "--key", witness, "--out", out).returncode == 0
    with pytest.raises(RuleViolationError) as caught:
        Publisher(root).log.add_cosignatures(out.read_bytes(), [key_of(witness)])
    assert caught.value.code == "log-cosigned-other"


def test_a_stranger_s_signature_is_not_shown(root: Path, witness: Path, tmp_path: Path) -> None:
    out = tmp_path / "cosigned.txt"
    assert cosign("sign", root / "public" / "live", "--key", witness, "--out", out).returncode == 0
    assert Publisher(root).log.add_cosignatures(out.read_bytes(), []) == ()
    assert "court.example" not in (root / "public" / "live" / "log" / "checkpoint").read_text()


def grown(root: Path, word: bytes) -> None:
    Publisher(root).publish("r2", {"index.html": word}, {})


def test_a_log_that_shrank_or_parted_is_not_signed(
    root: Path, pristine: Path, witness: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(pristine, tmp_path / "other", symlinks=True))
    grown(root, b"one history")
    grown(other, b"another history")
    assert cosign("sign", root / "public" / "live", "--key", witness).returncode == 0
    shorter = cosign("sign", pristine / "public" / "live", "--key", witness)
    assert shorter.returncode == 1
    assert "shorter than before" in shorter.stderr
    parted = cosign("sign", other / "public" / "live", "--key", witness)
    assert parted.returncode == 1
    assert "not the continuation" in parted.stderr
    assert not parted.stdout


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("log/tile/0/000", "do not give the root"),
        ("log/checkpoint", "own signature"),
        ("log/key.txt", "no whole key"),
    ],
)
def test_what_was_tampered_with_is_not_signed(root: Path, witness: Path, file: str, said: str) -> None:
    path = root / "public" / "live" / file
    data = bytearray(path.read_bytes())
    data[40] = data[40] ^ 1 if file.endswith("000") else (ord("A") if data[40] != ord("A") else ord("B"))
    path.write_bytes(bytes(data))
    done = cosign("sign", root / "public" / "live", "--key", witness)
    assert done.returncode == 1, done.stdout
    assert said in done.stderr
    assert not done.stdout


def test_a_key_is_never_overwritten_and_nobody_else_reads_it(witness: Path) -> None:
    before = witness.read_bytes()
    assert cosign("key", "court.example/witness", "--key", witness).returncode == 1
    assert witness.read_bytes() == before
    assert witness.stat().st_mode & 0o077 == 0


def test_there_is_nothing_to_sign_elsewhere(tmp_path: Path, witness: Path) -> None:
    done = cosign("sign", tmp_path, "--key", witness)
    assert done.returncode == 1
    assert "no log here" in done.stderr
