"""The terminal's door: ``python -m inspections draw REQUEST`` and ``verify RECORD``; needs nothing but Python.

Exit status: 0 drawn or holds, 1 the record differs, 2 the input is unreadable or refused.
"""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from inspections.canonical import LIMIT_BYTES, RefusedError, canonical, read_json
from inspections.draw import draw
from inspections.proof import Verdict, check_published_commitment, check_published_events, verify
from inspections.request import check_request

AGREES = "Drawn again by the published rules: every value agrees. 按公布的规则重新计算，每一项都一致。"
DIFFERS = "Drawn again by the published rules: this step comes out otherwise. 按公布的规则重新计算，这一步的结果不同。"
COMMITMENT = {
    True: "Compared with the commitment in the file given. 已与另行取得的承诺核对。",
    False: "Not compared with the commitment as it was published before the draw: give it with --commitment FILE. "
    "尚未与抽签前公布的承诺核对：请用 --commitment 指定文件。",
}
EVENTS = {
    True: "Compared with the events in the file given. 已与公开日志中的变动核对。",
    False: "Not compared with the events in the public log: give their hashes with --events FILE. "
    "尚未与公开日志中的变动核对：请用 --events 指定文件。",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = _parser().parse_args(words)
    gc.disable()  # a roster is a million small objects that all stay; looking for garbage costs more than the draw
    try:
        status, answer = arguments.run(arguments)
    except RefusedError as fault:
        status, answer = 2, f"refused: {fault.member}\n{fault.problem}"
        if arguments.format == "json":
            answer = _json({"outcome": "refused", "member": fault.member, "problem": fault.problem})
    sys.stdout.buffer.write(answer.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    return int(status)


def _draw(arguments: argparse.Namespace) -> tuple[int, str]:
    return 0, _json(draw(check_request(_read(arguments.request))))


def _verify(arguments: argparse.Namespace) -> tuple[int, str]:
    verdict = verify(
        _read(arguments.record),
        commitment=_read_published(arguments.commitment, "commitment", check_published_commitment),
        events=_read_published(arguments.events, "events", check_published_events),
    )
    return (0 if verdict.holds else 1), (
        _json(_members(verdict)) if arguments.format == "json" else _sentences(verdict)
    )


def _sentences(verdict: Verdict) -> str:
    return "\n".join(
        [
            "holds" if verdict.holds else f"differs: {verdict.differs}",
            AGREES if verdict.holds else DIFFERS,
            COMMITMENT[verdict.commitment_compared],
            EVENTS[verdict.events_compared],
            f"commitment {verdict.commitment_sha256}",
        ]
    )


def _members(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": "holds" if verdict.holds else "differs",
        "step": verdict.differs,
        "commitment_sha256": verdict.commitment_sha256,
        "commitment_compared": verdict.commitment_compared,
        "events_compared": verdict.events_compared,
    }


def _json(value: object) -> str:
    return canonical(value).decode()


def _read(path: str) -> Any:
    try:
        with Path(path).open("rb") as file:
            return read_json(file.read(LIMIT_BYTES + 1))
    except OSError as fault:
        raise RefusedError("request", f"cannot be read: {fault.strerror or fault}") from fault


def _read_published(path: str | None, member: str, check: Callable[[Any], None]) -> Any:
    """Return the value in a file that was obtained elsewhere; its faults are named after what it should be."""
    if path is None:
        return None
    try:
        value = _read(path)
    except RefusedError as fault:
        raise RefusedError(member, f"the file given {fault.problem}") from fault
    check(value)
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m inspections", description="双随机抽签：计算与核验。")
    commands = parser.add_subparsers(required=True, metavar="draw|verify")
    drawing = commands.add_parser("draw", help="print the result that follows from a request 由请求计算结果")
    drawing.add_argument(
        "request",
        metavar="REQUEST",
        help="a JSON file: commitment, roster, exclusions, rules, salt, beacon, events",
    )
    drawing.set_defaults(run=_draw)
    checking = commands.add_parser(
        "verify", help="draw a revealed record again and compare 重新计算并核验案卷"
    )
    checking.add_argument("record", metavar="RECORD", help="a JSON file: the request with its result")
    checking.add_argument(
        "--commitment", metavar="FILE", help="the commitment as it was published before the draw"
    )
    checking.add_argument(
        "--events", metavar="FILE", help="the hashes of the events in the public log, a JSON list"
    )
    checking.set_defaults(run=_verify)
    for command in (drawing, checking):
        command.add_argument("--format", choices=("text", "json"), default="text", help="how to answer")
    return parser


if __name__ == "__main__":
    sys.exit(main())
