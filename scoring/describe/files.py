"""说明规则文件 What rule files do, in words a non-programmer can follow."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from scoring.describe import describe_scheme
from scoring.describe.phrases import OWN
from scoring.describe.schemes import cited, say, unit_word
from scoring.reading import examine_schemes
from scoring.rulebook.book import Rulebook, examine
from scoring.rulebook.errors import Problem, RuleFileError
from scoring.rulebook.indicators import Indicator
from scoring.rulebook.laws import Law
from scoring.rulebook.loader import read_document
from scoring.rulebook.local import rule_files
from scoring.rulebook.values import Rule
from scoring.schemes import Basis, Scheme


def describe_paths(paths: Sequence[Path], language: str = "zh") -> str:
    """Return a description of all that stands in the files and folders; they may name each other's laws and rules.

    Raises:
        RuleFileError: some file cannot be read or used.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise RuleFileError(
            [Problem(str(path), 0, 0, "unreadable", "there is no such file") for path in missing]
        )
    files = [path.resolve() for path in rule_files(paths)]
    book, problems = examine(list(paths))
    schemes, more = examine_schemes(book)
    own = [problem for problem in problems + more if Path(problem.file).resolve() in files]
    if own:
        raise RuleFileError(own)
    told: dict[Path, list[str]] = {file: [] for file in files}
    for origin, lines in _told(book, schemes, language):
        told.get(Path(origin).resolve(), []).extend(lines)
    for file in files:
        told[file] += _overrides(file, book, language)
    for file in files:
        told[file] += _laws(file, book, language)
    return "\n".join(line for file in files for line in told[file])


def _told(book: Rulebook, schemes: Iterable[Scheme], language: str) -> Iterable[tuple[str, list[str]]]:
    for scheme in schemes:
        yield scheme.file, describe_scheme(scheme, language)
    for rule in book.rules.values():
        yield rule.file, describe_rule(rule, language)
    for indicator in book.indicators:
        yield indicator.file, describe_indicator(indicator, language)


def _laws(file: Path, book: Rulebook, language: str) -> list[str]:
    """Return what a file of laws says; nothing for any other."""
    data = read_document(file).data
    if not isinstance(data, dict) or "laws" not in data:
        return []
    return [line for entry in data["laws"] for line in describe_law(book.laws[entry["id"]], language)]


def _overrides(file: Path, book: Rulebook, language: str) -> list[str]:
    """Return what a place says of rules that stand elsewhere, each beside the national value it goes before."""
    data = read_document(file).data
    ids = [entry["id"] for entry in data.get("rules", ())] if isinstance(data, dict) else []
    elsewhere = [book.rules[each] for each in ids if Path(book.rules[each].file).resolve() != file]
    return [line for rule in elsewhere for line in describe_rule(rule, language)]


def describe_law(law: Law, language: str = "zh") -> list[str]:
    """Return what is known of a law: its name, who made it, since when it holds."""
    key = language[:2]
    made = say(key, "law", issuer=law.issuer, number=law.number) if law.number else law.issuer
    held = [say(key, "in_force", day=str(law.effective))] if law.effective else []
    held += [say(key, "repealed", day=str(law.repealed))] if law.repealed else []
    return [f"{law.name[key]} ({law.id})", "  " + " · ".join([made, *held])]


def describe_indicator(indicator: Indicator, language: str = "zh") -> list[str]:
    """Return what an indicator counts, and the figure that each document sets for it."""
    key = language[:2]
    counted = indicator.numerator[key]
    if indicator.denominator is not None:
        counted = say(key, "over", above=counted, below=indicator.denominator[key])
    lines = [f"{indicator.name[key]} ({indicator.id})", "  " + counted]
    for target in indicator.targets:
        value = f"{target.value}–{target.to}" if target.to is not None else str(target.value)
        comparison = "no_more" if target.comparison == "at_most" else target.comparison
        figure = say(key, comparison, value=value, unit=unit_word(indicator.unit, key))
        due = say(key, "by", day=str(target.by)) if target.by else ""
        lines.append(f"  {figure}{due} · {target.source.cite(key)}")
    return lines


def describe_rule(rule: Rule, language: str = "zh") -> list[str]:
    """Return what one rule says over time."""
    key = language[:2]
    lines = [f"{rule.name[key]} ({rule.id})"]
    for entry in (*rule.national.entries, *rule.local.entries):
        said = _value(entry.value, rule.unit, key)
        basis = cited(Basis(entry.reference, entry.confidence), key)
        whose = "instead" if rule.national.entries else "local"
        first = say(key, whose, who=entry.authority) if entry.is_local else ""
        lines.append(f"  {entry.since}: {first}{said} · {basis}" + (f" · {entry.note}" if entry.note else ""))
    lines.append("  " + say(key, "review", day=str(rule.last_checked), n=str(rule.check_every_days)))
    return lines


def _value(value: object, unit: str, key: str) -> str:
    """Return a value of law with its unit, or that the source does not give it."""
    if value is None:
        return say(key, "open_cell")
    if isinstance(value, bool):
        return OWN[str(value).lower()][key != "zh"]
    if isinstance(value, (list, tuple, set, frozenset)):
        return say(key, "listed").join(sorted(map(str, value)))
    return say(key, "value", value=str(value), unit=unit_word(unit, key))
