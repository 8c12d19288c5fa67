"""生成不出的页面: whatever goes wrong while a page or another file is made is told with its address and what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager


class PageError(Exception):
    """生成不出的页面 page or file that cannot be made: its ``path`` in the site, what it shows by ``name``, the ``reason``.

    One that is about everything, as the index of all names is, has no name.
    """

    def __init__(self, path: str, name: str, reason: str) -> None:
        """Keep all three as arguments, so that it comes whole out of another process."""
        super().__init__(path, name, reason)
        self.path, self.name, self.reason = path, name, reason

    def __str__(self) -> str:
        """Return one line for whoever looks after the program."""
        return f"{self.path} ({self.name}): {self.reason}" if self.name else f"{self.path}: {self.reason}"


@contextmanager
def named(path: str, name: str = "") -> Iterator[None]:
    """Name the page or file in which something fails, the innermost one; a failing disk or memory is no matter of a page.

    Raises:
        PageError: whatever else was raised.
    """
    try:
        yield
    except (PageError, OSError, MemoryError):
        raise
    except Exception as error:
        raise PageError(path, name, f"{type(error).__name__}: {error}") from error
