"""文号 Numbers of official papers."""

_LEFT, _RIGHT = "〔", "〕"


def document_number(organ_short: str, series: str, year: int, n: int) -> str:
    """Return the number of the ``n``-th paper of a series in a year: ``明示民检通〔2026〕12号``.

    ``organ_short`` is the organ's short name （明示民）, ``series`` what the kind of paper adds to it （检通）.
    """
    if not 1 <= year <= 9999 or n < 1:
        raise ValueError(f"a paper is numbered from 1 within a year, not {n} in {year}")
    return f"{organ_short}{series}{_LEFT}{year}{_RIGHT}{n}号"
