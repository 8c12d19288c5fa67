"""python -m scoring: check rule files, evaluate and explain facts, verify and compare score sheets, rehearse changes.

Exit status: 0 done or holds · 1 checked and differs · 2 input unreadable or refused.
"""

import argparse
import sys

from scoring.commands import moves, rules, sheets
from scoring.commands.frame import HOLDS, REFUSED, RefusedError, say_problems
from scoring.language.exact import TooLongError
from scoring.rulebook.errors import NotInForceError, RuleFileError, UnknownRuleError


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except RuleFileError as error:
        say_problems(error.problems)
        return REFUSED
    except BrokenPipeError:
        return HOLDS
    except (RefusedError, UnknownRuleError, NotInForceError, TooLongError, TypeError, OSError) as error:
        print(f"scoring: {error}", file=sys.stderr)
        return REFUSED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scoring", description="Dated law as data, facts in, explained scores out."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (rules, sheets, moves):
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
