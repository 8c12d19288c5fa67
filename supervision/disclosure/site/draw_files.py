"""抽取的公开文件: where the envelopes of a draw lie, and what its page needs to check it in a browser."""

from collections.abc import Iterator, Mapping

from supervision.disclosure.log.entries import Kind
from supervision.disclosure.site.checker_words import words_script
from supervision.texts import LANGUAGES, translator

CHECKER = (
    "sha256",
    "json",
    "shapes",
    "beacon",
    "request",
    "tickets",
    "dealing",
    "drawing",
    "events",
    "proof",
    "serve",
)
"""The checker itself, in the order in which its parts build on each other; the same in page and worker."""
CHECKER_SCRIPTS = (*CHECKER, "ask")
_DRAWS = "records/draws/"
_ESCAPES = (
    ("\\", r"\\"),
    ("'", r"\'"),
    ("\n", r"\n"),
    ("\r", r"\r"),
    ("\u2028", r"\u2028"),
    ("\u2029", r"\u2029"),
)


def draw_envelope_path(serial: int, kind: Kind) -> str:
    """Return the path of the envelope of a draw's commitment, reveal or abandonment."""
    return f"records/{kind.value}/draw-{serial}.json"


def record_script_path(record: str) -> str:
    """Return the path of the script beside a draw's record; a page from a disk can load scripts alone."""
    return f"{record.removesuffix('.json')}.js" if record else ""


def checker_files(records: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield every draw's record as a script, character by character the same, and the checker's words."""
    for path, content in records.items():
        if path.startswith(_DRAWS) and path.endswith(".json"):
            yield record_script_path(path), f"self.drawRecord('{_escaped(content.decode())}');\n".encode()
    for language in LANGUAGES:
        yield f"assets/check/words-{language}.js", words_script(translator(language)).encode()


def _escaped(text: str) -> str:
    for character, written in _ESCAPES:
        text = text.replace(character, written)
    return text


def draw_event_path(serial: int, n: int) -> str:
    """Return the path of the envelope of a draw's ``n``-th event."""
    return f"records/{Kind.DRAW_EVENT.value}/draw-{serial}-{n}.json"
