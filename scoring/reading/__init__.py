"""读取方案 From the documents of a rulebook to schemes that can run; every mistake is a problem with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from scoring.language.context import Type
from scoring.reading.expressions import Reading
from scoring.reading.feeding import fed
from scoring.reading.measures import MeasureReader
from scoring.reading.outcomes import OutcomeReader
from scoring.reading.points import PointsReader
from scoring.reading.shape import ADOPTION, SCHEME
from scoring.reading.tables import read_sets, read_tables
from scoring.rulebook.book import Rulebook
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem, RuleFileError
from scoring.rulebook.laws import reference_of
from scoring.rulebook.loader import Document, Place
from scoring.rulebook.schema import check, is_legible
from scoring.schemes import Basis, Scheme, Score, Words, walk
from scoring.schemes.levels import MAIN, Outcome
from scoring.schemes.versions import Schemes


@cache
def load_schemes(book: Rulebook) -> Schemes:
    """Return all schemes of the rulebook.

    Raises:
        RuleFileError: some scheme file cannot be used; names every problem of every file.
    """
    schemes, problems = examine_schemes(book)
    if problems:
        raise RuleFileError(problems)
    versions: dict[str, list[Scheme]] = {}
    for scheme in sorted(schemes, key=lambda one: one.since):
        versions.setdefault(scheme.id, []).append(scheme)
    return Schemes({key: tuple(group) for key, group in versions.items()})


def examine_schemes(book: Rulebook) -> tuple[list[Scheme], list[Problem]]:
    """Return the schemes that could be read, and all that is wrong with the others and between them."""
    schemes: list[Scheme] = []
    problems: list[Problem] = []
    for document in (one for one in book.schemes if "scheme" in one.data):
        found = check(document, SCHEME, "scheme")
        if is_legible(found):
            reading = Reading(document, book)
            scheme = _scheme(reading)
            found += reading.problems
            if not found:
                schemes.append(scheme)
        problems += found
    for document in (one for one in book.schemes if "adopts" in one.data):
        found = check(document, ADOPTION, "adoption")
        if is_legible(found):
            adopted, wrong = _adopted(document, book, schemes)
            schemes += adopted
            found += wrong
        problems += found
    schemes, circular = fed(schemes, book.schemes)
    return schemes, sorted(problems + circular + _between(schemes))


def _adopted(document: Document, book: Rulebook, schemes: list[Scheme]) -> tuple[list[Scheme], list[Problem]]:
    """Return the versions of schemes that a local authority adopts, with its basis for what was open."""
    adopted: list[Scheme] = []
    problems: list[Problem] = []
    for number, said in enumerate(document.data["adopts"]):
        place: Place = ("adopts", number)
        versions = [
            scheme for scheme in schemes if scheme.id == said["scheme"] and scheme.in_force(said["since"])
        ]
        law = book.laws.get(said["reference"]["law"])
        if not versions:
            message = f"no scheme {said['scheme']} is in force on {said['since']}"
            problems.append(document.problem((*place, "scheme"), "unknown-scheme", message))
        if law is None:
            message = f"no law has the id {said['reference']['law']}"
            problems.append(document.problem((*place, "reference"), "unknown-law", message))
        if versions and law:
            basis = Basis(
                reference_of(said["reference"], book.laws),
                Confidence(said["confidence"]),
                said.get("note", ""),
            )
            adopted.append(
                replace(
                    max(versions, key=lambda scheme: scheme.since),
                    since=said["since"],
                    until=said.get("until"),
                    authority=document.data["authority"]["zh"],
                    adopted=basis,
                    examples=(),
                )
            )
    return adopted, problems


def _between(schemes: Iterable[Scheme]) -> list[Problem]:
    """Check what only shows between schemes: types that disagree, public schemes that read what is internal."""
    problems: list[Problem] = []
    types: dict[tuple[str, str], tuple[Type, str]] = {}
    seen: dict[tuple[str, date, str], str] = {}
    made: dict[str, tuple[str, str]] = {}
    internal = {scheme.produces for scheme in schemes if scheme.produces and not scheme.public}
    for scheme in schemes:
        key = (scheme.id, scheme.since, scheme.authority)
        if key in seen:
            said = f"{scheme.id} since {scheme.since} stands already in {seen[key]}; another since, or an authority, tells them apart"
            problems.append(Problem(scheme.file, 1, 1, "duplicate-scheme", said))
        seen[key] = scheme.file
        for kind in scheme.kinds.values():
            if kind.scheme != made.setdefault(kind.id, (kind.scheme, scheme.file))[0]:
                said = f"{kind.id} comes from another scheme here or in {made[kind.id][1]}, and is recorded in the other; give it a name of its own"
                problems.append(Problem(scheme.file, 1, 1, "two-origins", said))
            if scheme.public and kind.id in internal:
                said = f"a public scheme reads {kind.id}, which a scheme that is not public produces"
                problems.append(Problem(scheme.file, 1, 1, "reads-internal", said))
            for member, type_ in kind.members.items():
                known, file = types.setdefault((kind.id, member), (type_, scheme.file))
                if known != type_:
                    said = f"{kind.id}.{member} is a {type_} here and a {known} in {file}"
                    problems.append(Problem(scheme.file, 1, 1, "types-disagree", said))
    return problems


def _scheme(read: Reading) -> Scheme:
    """Read one scheme from top to bottom: measures, points, outcomes, each knowing the names above it."""
    data = read.data
    read.check_kinds()
    basis = read.basis(data, ())
    read_sets(read)
    tables = read_tables(read)
    measuring = MeasureReader(read)
    measures, among = measuring.measures(), measuring.among()
    names = read.vocabulary.names
    later = {name: names.pop(name) for name in measuring.by_points if name in names}
    points = PointsReader(read, measuring)
    score = points.score(data["score"], ("score",), basis) if "score" in data else None
    if score:
        names |= {"total": "number", "most": "number"}
    names |= later
    read.vocabulary.nodes = frozenset(points.node_ids)
    comparisons = measuring.comparisons()
    outcomes = OutcomeReader(read, measuring, walk(score.parts) if score else ())
    read.vocabulary.outcomes = frozenset({MAIN, *(said["id"] for said in data.get("also", ()))})
    outcome = outcomes.outcome(data["outcome"], ("outcome",), basis)
    also = tuple(outcomes.outcome(said, ("also", n), basis) for n, said in enumerate(data.get("also", ())))
    for kind_id in read.kinds:
        if kind_id not in read.vocabulary.reads:
            read.say(("facts", kind_id), "unread", f"nothing in this scheme reads {kind_id}")
    if "until" in data and data["until"] <= data["since"]:
        read.say(("until",), "bad-until", f"until {data['until']} is not after {data['since']}")
    if "valid_for" in data and getattr(read.book.rules.get(data["valid_for"]), "unit", "") != "months":
        read.say(("valid_for",), "unknown-rule", f"{data['valid_for']} is no rule that gives months")
    return Scheme(
        id=data["scheme"],
        name=data["name"],
        about=data.get("about", {"zh": "", "en": ""}),
        public=data["public"],
        since=data["since"],
        until=data.get("until"),
        basis=basis,
        authority=data.get("authority", {}).get("zh", ""),
        produces=data.get("produces"),
        kinds=read.kinds,
        measures=measures,
        score=score,
        outcome=outcome,
        also=also,
        given=tuple(data.get("given", ())),
        examples=tuple(data.get("examples", ())),
        file=read.document.file,
        comparisons=comparisons,
        grouped_by=tuple(data.get("peers", {}).get("grouped_by", ())),
        among=among,
        tables=tables,
        sets=dict(read.vocabulary.sets),
        order=outcomes.order({MAIN: outcome, **{one.id: one for one in also}}),
        last_checked=data["review"]["last_checked"],
        check_every_days=data["review"]["every_days"],
        valid_for=data.get("valid_for"),
        lexicon=_lexicon(read, score, {MAIN: outcome, **{one.id: one for one in also}}),
        uses=tuple(read.vocabulary.uses),
    )


def _lexicon(read: Reading, score: Score | None, outcomes: Mapping[str, Outcome]) -> dict[str, Words]:
    """Return the words for everything that expressions of a scheme can name (``scoring.describe.wording`` says how)."""
    data = read.data
    own: dict[str, Words] = data.get("words", {})
    nodes = {node.id: node.name for node in walk(score.parts)} if score else {}
    named = (*data.get("measures", ()), *data.get("peers", {"compare": ()})["compare"])
    names = {said["id"]: said["name"] for said in named if "name" in said}
    blocks = {**{name: outcome.name for name, outcome in outcomes.items()}, MAIN: data["name"]}
    levels = {
        f"{block}.{name}": said for block, outcome in outcomes.items() for name, said in outcome.names.items()
    }
    tables = {said["id"]: said["name"] for said in data.get("tables", ())}
    kinds = {kind.id: kind.name for kind in read.kinds.values()}
    members = {
        f"{kind.id}.{member}": own.get(member, {"zh": member, "en": member})
        for kind in read.kinds.values()
        for member in kind.members
    }
    told = {
        "kind:": kinds,
        "name:": names,
        "table:": tables,
        "node:": {**blocks, **nodes},
        "member:": members,
        "level:": levels,
    }
    words: dict[str, Words] = {f"rule:{rule.id}": rule.name for rule in read.book.rules.values()}
    words |= {f"{begins}{id_}": said for begins, some in told.items() for id_, said in some.items()}
    return {**words, **kinds, **names, **tables, **blocks, **nodes, **own}
