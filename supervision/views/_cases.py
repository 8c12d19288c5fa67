"""案件页: one mechanism for every kind of case: a page of its own, and an address for each thing that can be done to it.

    CASES = CasePages(bp, "/office/listings/", find=queries.get_listing, draw=_draw, acts=ACTS)

draws ``/office/listings/<uuid>``, and for each act answers ``POST /office/listings/<uuid>/<key>``: whether it may be
done the procedure file says, by whom the permission says, what is typed the form says, what is written the use-case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.forms.base import Form
from supervision.queries.cases import CaseFile, get_case
from supervision.texts import mark
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.steps import Step, carry_out, with_tried

DONE = mark("已办理。")
AS_TYPED = object()  # flask-wtf reads the request


@dataclass(frozen=True, slots=True)
class Act:
    """办理: one thing that can be done to a case. ``key`` ends its address; ``moves`` of the procedure it makes.

    ``write`` takes what was found, the filled form, and who acts when; ``prepare`` gives the form its choices.
    """

    key: str
    title: str
    moves: tuple[str, ...]
    permission: str
    write: Callable[..., Any]
    form: type[Form] = Form
    lead: str = ""
    danger: bool = False
    done: str = DONE
    hints: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Any, Any], None] | None = None

    def step(self, found: Any, formdata: Any = None) -> Step:
        """Return the act as a page shows it, with its form empty or as it was sent."""
        words = {} if formdata is AS_TYPED else {"formdata": formdata}
        form = self.form(**words, prefix=f"{self.key}-")
        if self.prepare is not None:
            self.prepare(form, found)
        return Step(self.key, self.title, form, lead=self.lead, danger=self.danger, hints=self.hints)


class CasePages:
    """The pages of one kind of case. ``find(key, actor=…)`` reads what it is about, or says that there is none.

    ``draw(found, case)`` returns what the page shows besides: title, sections before the history, and so on.
    ``settled``: codes of refusals that the form of an act settles itself.
    """

    def __init__(
        self,
        bp: Blueprint,
        home: str,
        *,
        find: Callable[..., Any],
        draw: Callable[[Any, CaseFile], dict[str, Any]],
        acts: Sequence[Act],
        settled: tuple[str, ...] = (),
    ) -> None:
        """Give the page and every act their addresses."""
        self.home, self.find, self.draw, self.acts, self.settled = home, find, draw, tuple(acts), settled
        bp.add_url_rule("/<key>", "show", page(OFFICE)(self.show))
        for act in acts:
            bp.add_url_rule(f"/<key>/{act.key}", act.key, self._answer(act), methods=["POST"])

    def show(self, key: str, tried: Step | None = None) -> str:
        """Draw one case."""
        actor = current_actor()
        found = self.find(key, actor=actor)
        case = _case_of(found, actor)
        shown = self.draw(found, case)
        meta, sections = shown.pop("meta", ()), shown.pop("sections", ())
        steps = case_steps(case, [(act.moves, act.step(found)) for act in self.acts], self.settled)
        return render_template(
            "generic/detail.html",
            meta=[state_of(case), *meta],
            **case_page(case),
            address=self.home + key,
            steps=with_tried(steps, tried),
            sections=[*sections, history(case)],
            **shown,
        )

    def _answer(self, act: Act) -> Callable[..., ResponseReturnValue]:
        def answer(key: str) -> ResponseReturnValue:
            actor = current_actor()
            step = act.step(self.find(key, actor=actor), AS_TYPED)
            return carry_out(
                step,
                lambda: act.write(key, step.form, actor=actor, at=clock.now()),
                lambda tried: self.show(key, tried),
                done=act.done,
                to=self.home + key,
            )

        return page(act.permission)(answer)


def _case_of(found: Any, actor: Actor) -> CaseFile:
    """Return the case of what was found: it brings it along, or bears its id."""
    case: CaseFile | None = getattr(found, "case", None)
    return case or get_case(found.uuid, actor=actor, on=clock.china_day(clock.now()))
