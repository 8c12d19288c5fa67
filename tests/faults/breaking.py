"""One record of 20,000 that no template can show: the release stops and names it, and the old site stays as it was."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from supervision.disclosure.invented.snapshot import generate_snapshot
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.failing import PageError
from supervision.disclosure.verification.site import verify_site
from supervision.records.snapshot import Snapshot, read_snapshot
from supervision.records.stored import members
from supervision.records.values import Text
from tests.faults.run import Fault, Outcome, Trial
from tests.supervision.disclosure.sites import AT

FACILITIES = 20_000


def faults() -> Iterator[Fault]:
    """Give the one."""
    yield Fault(f"a template that fails at one record of {FACILITIES:,}", _place, most=3, long=True)


@contextmanager
def _place() -> Iterator[Trial]:
    """Publish the whole, and keep the publisher running."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as name:
        folder = Path(name)
        generate_snapshot(FACILITIES, 1, 1, folder / "records")
        snapshot = read_snapshot(folder / "records")
        publisher = demonstration_publisher(folder / "public", folder / "memory")
        _publish(publisher, "r1", snapshot)
        other = msgspec.structs.replace(
            snapshot.meta, organiser=Text(zh="另一主办单位")
        )  # so that every page is made again
        codes = [each.code for each in members(snapshot.facilities, "code")]

        def trial(dice: random.Random) -> Outcome:
            code = dice.choice(codes)
            with patch.object(Edition, "render", _failing_at(code, Edition.render)):
                problems = _refused(publisher, replace(snapshot, meta=other), code)
            if publisher.releases.names() != ["r1"] or publisher.releases.live != "r1":
                problems.append(f"releases {publisher.releases.names()}, live {publisher.releases.live}")
            problems += [str(each) for each in verify_site(str(folder / "public")).problems]
            return Outcome(True, tuple(problems), stood="named; the old site, whole" if not problems else "")

        yield trial


def _failing_at(code: str, real: Callable[..., str]) -> Callable[..., str]:
    """Return a rendering whose template meets, on the page of one facility, something that it cannot show."""

    def render(edition: Edition, template: str, path: str, title: str, **values: Any) -> str:
        if values.get("code") == code:
            values["scores"] = None
        return real(edition, template, path, title, **values)

    return render


def _refused(publisher: Publisher, snapshot: Snapshot, code: str) -> list[str]:
    try:
        _publish(publisher, "r2", snapshot)
    except PageError as error:
        return [] if code in str(error) else [f"it does not name {code}: {error}"]
    return [f"it was published with {code}"]


def _publish(publisher: Publisher, name: str, snapshot: Snapshot) -> None:
    as_of = snapshot.meta.as_of
    publisher.publish(name, snapshot, standing={}, fresh={}, files={}, as_of=as_of, at=AT)
