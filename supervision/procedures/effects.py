"""效果 effects: what a use-case does beside a move, by name. The files name them, use-cases carry them out.

The frame only hands the names on. A use-case that makes a move brings the acts by name; ``carry_out`` runs them in
the order of the file, within the use-case's own transaction, and insists that file and code agree.
"""

from collections.abc import Callable, Iterable, Mapping

EFFECTS = {
    "visit.assign_number": "the visit gets the next number of its authority and year",
    "visit.pin_checklist": "the version of the checklist is fixed for this visit",
    "visit.inform_inspectors": "the drawn inspectors learn of their visit, no later than the facility",
    "visit.issue_receipt": "what arrived is sealed with a receipt; from now on it is corrected by additions only",
    "result.form": "the results of every department are fixed; the clock of publication starts",
    "finding.open": "every item not met becomes an open finding",
    "finding.mark_corrected": "the findings of the order are marked as reported corrected",
    "finding.verify": "the findings of the order are verified as corrected",
    "finding.reopen": "findings that the re-check found open are open again",
    "rectification.assign_number": "the order gets the next number of its authority and year",
    "fact.record_inspection": "facts of the inspection enter the credit file",
    "fact.record_overdue": "that the deadline passed enters the credit file",
    "fact.record_correction": "that the order was carried out enters the credit file",
    "fact.record_listing": "the listing enters the credit file",
    "fact.end_listing": "the end of the listing enters the credit file",
    "fact.record_repair": "the entry is repaired: its fact is shown no more and counts in no public rating",
    "fact.record_foreign": "what another region's entry means here enters the credit file, for the office alone",
    "fact.end_foreign": "the end of another region's entry enters the credit file",
    "recognition.open_listing": "an entry of the list here is proposed, under a criterion of our own, by its own procedure",
    "recognition.end_listing": "the entry here that followed ends, since its ground fell",
    "repair.bar": "who handed in false material may not ask for repair for the years that the rule gives",
    "fact.supersede": "the fact objected to is superseded by a corrected one, never edited",
    "log.listing_added": "the listing enters the transparency log",
    "log.listing_removed": "the end of the listing enters the transparency log, its record is taken down",
    "log.correction": "the correction enters the transparency log",
    "log.release": "the manifest of the release enters the transparency log",
    "grading.keep_application": "the corrected application takes the place of the one that was returned",
    "grading.keep_assessors": "who assesses is kept with the application",
    "grading.keep_points": "the points found on site are kept until the other assessor confirms them",
    "fact.record_points": "the confirmed points enter the credit file",
    "grading.keep_result": "the score sheet is kept with all its lines, and what it leads to",
    "paper.grade_result": "the notice of the result is issued, with the points and how to ask for a review",
    "paper.grade_answer": "the answer to the review or appeal is issued",
    "paper.grade_correction": "the order to correct what the re-check found is issued",
    "fact.record_failure": "that the grade was not reached enters the credit file",
    "award.enter": "the grade holds from now on; an earlier one ends",
    "award.change": "the grade is lowered or withdrawn, with its reason",
    "grade_review.keep_intention": "which change is intended is kept with the case",
    "notice.publish": "a notice to the public is entered, with its index number",
    "publication.mark_disputed": "the record objected to shows that an objection is pending",
    "publication.clear_disputed": "the mark of the pending objection goes",
    "publication.queue": "the record joins the next release",
    "site.switch": "the public sees the release",
    "recusal.enter": "the inspector stands recused from the facility in every roster that is frozen from now on",
    "people.notify": "those whose turn it is now, and the facility, are told",
}

FOLLOWS_BY_ITSELF = frozenset(
    {
        "people.notify",  # whose turn it is, the inbox reads off the state
        "publication.queue",  # the next release takes what the public query finds
        "publication.mark_disputed",  # the public query reads pending objections
        "publication.clear_disputed",
        "log.listing_added",  # a release enters what is new into the log
        "log.listing_removed",
        "log.correction",
        "log.release",
        "site.switch",
    }
)
"""Effects that need no act of the use-case: another part of the house derives them from what was written."""


def carry_out(names: Iterable[str], acts: Mapping[str, Callable[[], None]]) -> None:
    """Carry out the effects that a move's file names, in its order; ``acts`` are what the use-case brings along.

    An effect that nobody brings, or an act that the file does not name, is a bug: then law and code say two things.
    """
    named = [name for name in names if name not in FOLLOWS_BY_ITSELF]
    if set(named) != set(acts):
        raise LookupError(f"the procedure names {sorted(named)}, the use-case brings {sorted(acts)}")
    for name in named:
        acts[name]()
