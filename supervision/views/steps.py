"""可以办理: what can be done on a page, each with a form of its own; and how a refusal comes back above that form.

    step = Step("extend", mark("同意延期"), form=ReasonForm(prefix="extend-"))
    return carry_out(step, write, show, done=mark("已延期。"), to="/office/…")

``show(tried=step)`` renders the page again with what was typed; a rule that forbids it stands above.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.errors import InputError, NotFoundError, StaleError, SupervisionError
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.inspectors import QUALIFICATIONS
from supervision.procedures import MoveOption
from supervision.rulebook import rulebook
from supervision.texts import translator
from supervision.views.access import language

Why = Mapping[str, str]  # {message, remedy, basis, code}
Show = Callable[..., str]
REFUSED = (RuleViolationError, StaleError, InputError, NotFoundError)  # said above the form that asked for it


@dataclass(frozen=True, slots=True)
class Step:
    """办理事项: one thing that can be done here; ``key`` ends its address. ``against``: why it cannot be done now."""

    key: str
    title: str
    form: Form | None = None
    lead: str = ""
    danger: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    against: tuple[Why, ...] = ()
    refusal: Why | None = None
    is_open: bool = False


def say(text: str, **values: object) -> str:
    """Return a text in the reader's language."""
    return translator(language())(text, **values)


def both(zh: str, en: str) -> str:
    """Return the one of two that the reader understands; Chinese where there is no English."""
    return (en if language() == "en" else "") or zh


def listed(names: Iterable[str]) -> str:
    """Return names as an enumeration in the reader's language."""
    return say("、").join(names)


def qualified(codes: Iterable[str]) -> str:
    """Return qualifications in words; one that this house has no word for stands as it was entered."""
    return listed(say(QUALIFICATIONS[code]) if code in QUALIFICATIONS else code for code in codes)


def reason(error: RuleViolationError | SupervisionError) -> Why:
    """Return what a page says of a refusal: what, why, what to do now."""
    basis = getattr(error, "basis", None) or ""
    return {
        "message": say(error.message, **error.facts),
        "remedy": say(error.remedy, **error.facts) if error.remedy else "",
        "basis": basis_words(basis),
        "code": getattr(error, "code", ""),
    }


def _status(error: Exception) -> int:
    """Return 409 for what changed meanwhile, 400 for what cannot be read, else 422: the form named something wrong."""
    return error.status if isinstance(error, StaleError | InputError) else 422


def basis_words(basis: str) -> str:
    """Return the name of the rule or law that ``basis`` names, else what it says itself."""
    book = rulebook()
    if basis in book.rules:
        return write_text(book.rule(basis).name, language())
    if basis in book.laws:
        return write_text(book.laws[basis].name, language())
    return basis


def against(option: MoveOption) -> tuple[Why, ...]:
    """Return why a move of a procedure cannot be made now."""
    return tuple(
        {
            "message": say(each.message, **each.facts),
            "remedy": say(each.remedy, **each.facts) if each.remedy else "",
            "basis": basis_words(each.basis or ""),
            "code": "",
        }
        for each in option.refusals
    )


def carry_out(
    step: Step, write: Callable[[], Any], show: Show, *, done: str | Callable[[Any], tuple[str, str]], to: str
) -> ResponseReturnValue:
    """Do what a form asks and go on to ``to``; what is wrong or forbidden is shown with what was typed.

    ``done`` is the sentence to say then, or tells (sentence, tone) from what ``write`` returned.
    """
    assert step.form is not None  # noqa: S101 - a step without a form is never posted
    if not step.form.validate_on_submit():
        return show(tried=replace(step, is_open=True)), 400
    try:
        outcome = write()
    except REFUSED as error:
        return show(tried=replace(step, refusal=reason(error), is_open=True)), _status(error)
    text, tone = (done, "good") if isinstance(done, str) else done(outcome)
    flash(say(text), tone)
    return redirect(to, code=303)


def with_tried(steps: Iterable[Step], tried: Step | None) -> list[Step]:
    """Put the step that was just tried in the place of the untouched one."""
    found = [tried if tried and tried.key == each.key else each for each in steps]
    return found if tried is None or tried in found else [tried, *found]


def allowed(actor: Actor, steps: Iterable[tuple[str, Step]]) -> list[Step]:
    """Return the steps whose permission the actor holds."""
    return [step for action, step in steps if actor.may(action)]


def form_page(
    step: Step, write: Callable[[], str], *, trail: list[tuple[str, str]], done: str, **more: Any
) -> ResponseReturnValue:
    """Show a form of its own page, or do what it asks and go to the address that ``write`` returns."""
    assert step.form is not None  # noqa: S101
    refusal, status = None, 200
    if step.form.validate_on_submit():
        try:
            address = write()
        except REFUSED as error:
            refusal, status = reason(error), _status(error)
        else:
            flash(say(done), "good")
            return redirect(address, code=303)
    elif step.form.is_submitted():
        status = 400
    page = render_template(
        more.pop("template", "generic/form.html"),
        form=step.form,
        title=say(step.title),
        lead=say(step.lead) if step.lead else "",
        submit_text=say(step.title),
        trail=[*trail, (say(step.title), "")],
        back=trail[-1][1],
        hints={name: say(text) for name, text in step.hints.items()},
        refusal=refusal,
        **more,
    )
    return page, status
