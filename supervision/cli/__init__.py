"""The terminal: the same use-cases as the web, ``python -m supervision GROUP VERB``.

Exit status: 0 done or holds · 1 checked and differs · 2 input unreadable or refused · 3 done, with doubts or
refusals to look at · 4 not allowed, or the wrong state for it. With ``--format json`` standard output carries
JSON only.
"""

import importlib
import os
import sys
from pathlib import Path

import click

HERE = Path(__file__).parent


class Lazy(click.Group):
    """One module a first word, imported only when it is called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all first words: the public modules of this folder."""
        return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command or group that the module ``cmd_name`` defines under its own name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"supervision.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def program() -> None:
    """明镜 Mingjing: supervision of elderly-care facilities. 养老服务机构监管。"""


def language() -> str:
    """Return the language of the terminal: ``MINGJING_LANGUAGE``, else what ``LANG`` says, else English."""
    wish = os.environ.get("MINGJING_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh-CN" if wish.startswith("zh") else "en"


def main() -> None:
    """Run one command and leave with its exit status."""
    try:
        status = program.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
