"""An invented snapshot with two real methods: one of facts added one by one, one scored item by item."""

from dataclasses import replace
from pathlib import Path

from supervision.records.snapshot import Snapshot, read_snapshot, write_snapshot

DEMONSTRATION = Path(__file__).parents[3] / "portal_docs" / "snapshot"
METHODS = ("credit.rating", "performance.rating")


def write_with_methods(snapshot: Snapshot, folder: Path) -> None:
    """Write the snapshot with the two methods of the demonstration and the rules that they read."""
    real = read_snapshot(DEMONSTRATION)
    methods = tuple(method for method in real.methods if method.id in METHODS)
    read = {*METHODS, *(rule for method in methods for rule in method.values)}
    rules = {rule.id: rule for rule in (*snapshot.rules, *(each for each in real.rules if each.id in read))}
    ordered = tuple(rules[name] for name in sorted(rules))
    write_snapshot(replace(snapshot, methods=methods, rules=ordered), folder)
