"""抽取的公开文件: where the envelopes of a draw lie."""

from supervision.disclosure.entries import Kind


def draw_envelope_path(serial: int, kind: Kind) -> str:
    """Return the path of the envelope of a draw's commitment, reveal or abandonment."""
    return f"records/{kind.value}/draw-{serial}.json"
