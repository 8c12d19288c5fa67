"""The keys of this installation, for publishing and for receipts; the demonstration's are known to everybody."""

from urllib.parse import urlsplit

from scoring.rulebook import RuleViolationError
from supervision.config import Config, secret_file
from supervision.disclosure.log.keys import DEMONSTRATION_NAME, demonstration_key, exchange_key
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher, publisher
from supervision.texts import mark


def open_publisher(config: Config, *, demonstration: bool) -> Publisher:
    """Return the publisher for ``config``."""
    memory = config.data / "log-memory"
    if demonstration:
        return demonstration_publisher(config.site, memory)
    return publisher(
        config.site,
        memory,
        key_file=config.keys / "log.key",
        name=log_name(config, demonstration=False),
        secret=secret_file(config.keys / "salts.key"),
        production=config.production,
    )


def log_name(config: Config, *, demonstration: bool) -> str:
    """Return the name under which the transparency log is known: what its first key was made with."""
    if demonstration:
        return DEMONSTRATION_NAME
    return f"{urlsplit(config.public_url).netloc or 'localhost'}/log"


def replace_log_key(config: Config, *, demonstration: bool) -> None:
    """Put a new signing key in the place of the log's; the demonstration's is known to everybody and stays."""
    if demonstration:
        raise RuleViolationError("log-key-demonstration", mark("演示的日志密钥人人都知道，不更换"))
    exchange_key(config.keys / "log.key", outside=(config.site,))


def receipt_key(config: Config, *, demonstration: bool) -> bytes:
    """Return the Ed25519 seed that signs receipts of visits; made at first use."""
    return demonstration_key().seed if demonstration else secret_file(config.keys / "receipt.key")
