"""意外写法 Plain words that YAML, or a hasty reader, takes for something else than what was typed."""

import re

SURPRISES = (
    (re.compile(r"[-+]?0[0-9_]+"), "leading-zero", "a number with a leading zero"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9]*)?"), "clock", "a time or a ratio"),
    (re.compile(r"[-+]?[0-9][0-9,_]*[,_][0-9,_]*(\.[0-9]*)?"), "separator", "a number with separators"),
    (re.compile(r"[-+]?0[xXoObB][0-9a-fA-F_]+"), "radix", "a number that is not decimal"),
    (re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), "exponent", "a number with an exponent"),
    (
        re.compile(r"\+[0-9.]+|-?\.[0-9]+|-?[0-9]+\.|-?0[0-9]+\.[0-9]+"),
        "odd-number",
        "an oddly written number",
    ),
    (re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE), "not-a-number", "not a number"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"), "odd-date", "an oddly written date"),
    (re.compile(r"true|false|null", re.IGNORECASE), "odd-word", "true, false or null in other letters"),
    (re.compile(r"~"), "tilde", "an old sign for nothing"),
)
"""What a plain word must not look like: the pattern, the code of the problem, and what it looks like."""
