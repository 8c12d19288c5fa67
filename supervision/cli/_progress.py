"""A bar for what takes longer than a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from supervision.cli._frame import Run


@contextmanager
def scenes(run: Run) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far the demonstration has been played; nothing where nobody looks."""
    with tqdm(desc=run.say("载入演示区"), unit="", leave=False, disable=None) as bar:

        def tell(_: str, number: int, of: int) -> None:
            bar.total, bar.n = of, number
            bar.refresh()

        yield tell
