"""读取来自另一方案的结果 Which schemes read the outcome of which, and that none reads itself over any number of steps."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from scoring.language.context import Type
from scoring.rulebook.errors import Problem
from scoring.rulebook.loader import Document
from scoring.schemes import Scheme
from scoring.schemes.versions import Schemes

SAYS: Mapping[str, Type] = {"outcome": "text", "value": "number"}
"""What the outcome of a scheme says to another; beside it each further outcome (``also``) by its id."""


def fed(schemes: Sequence[Scheme], documents: Iterable[Document]) -> tuple[list[Scheme], list[Problem]]:
    """Return the schemes with those they read, and what is wrong between them."""
    files = {document.file: document for document in documents}
    names = (document.data.get("scheme") for document in files.values())
    written = {name for name in names if isinstance(name, str)}
    versions: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        versions.setdefault(scheme.id, []).append(scheme)
    reads = {
        name: {kind.scheme for each in group for kind in each.kinds.values() if kind.scheme}
        for name, group in versions.items()
    }
    problems: list[Problem] = []
    ready: dict[str, tuple[Scheme, ...]] = {}
    ahead = list(versions)
    while ahead:
        now = [name for name in ahead if reads[name] & versions.keys() <= ready.keys()]
        if not now:
            said = f"the schemes {', '.join(sorted(ahead))} read each other in a circle, or one that does"
            problems += [_problem(files, each, "circle", said) for name in ahead for each in versions[name]]
            break
        for name in now:
            linked = []
            for scheme in versions[name]:
                found = [one for kind in scheme.kinds for one in _wrong(scheme, kind, ready, written)]
                problems += [_problem(files, scheme, code, said, kind) for code, said, kind in found]
                linked.append(
                    replace(
                        scheme,
                        feeds={
                            kind.id: Schemes({kind.scheme: ready[kind.scheme]})
                            for kind in scheme.kinds.values()
                            if kind.scheme in ready
                        },
                    )
                )
            ready[name] = tuple(linked)
        ahead = [name for name in ahead if name not in now]
    return [each for name in versions for each in ready.get(name, versions[name])], problems


def _wrong(
    scheme: Scheme, kind_id: str, ready: Mapping[str, tuple[Scheme, ...]], written: Set[str]
) -> Iterable[tuple[str, str, str]]:
    """Yield what is wrong with a kind that comes from another scheme."""
    kind = scheme.kinds[kind_id]
    if not kind.scheme:
        return
    if kind.scheme not in written:
        yield "unknown-scheme", f"no scheme is called {kind.scheme}", kind_id
    for version in ready.get(kind.scheme, ()):  # one that could not be read has said so itself
        says = {**SAYS, **{outcome.id: "text" for outcome in version.also}}
        wrong = [f"{name}: {type_}" for name, type_ in kind.members.items() if says.get(name) != type_]
        if wrong:
            known = ", ".join(f"{name}: {type_}" for name, type_ in says.items())
            said = f"{kind.scheme} does not say {', '.join(wrong)}; it says {known}"
            yield "unknown-member", said, kind_id
        if version.comparisons:
            said = f"{kind.scheme} compares peers; record its outcome (produces) and read the fact instead"
            yield "compares-peers", said, kind_id
        if scheme.public and not version.public:
            yield "reads-internal", f"a public scheme reads {kind.scheme}, which is not public", kind_id


def _problem(files: Mapping[str, Document], scheme: Scheme, code: str, said: str, kind: str = "") -> Problem:
    kind = kind or next(one.id for one in scheme.kinds.values() if one.scheme)
    return files[scheme.file].problem(("facts", kind, "from"), code, said)
