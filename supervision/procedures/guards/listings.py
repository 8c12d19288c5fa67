"""名单 conditions of moves of a listing."""

from dataclasses import dataclass
from datetime import date

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """名单的事实: ``basis_confirmed``: the ground and its law may be cited (not 待核); ``conditions_met``: by rule.

    ``conditions_lapsed``: the rules say that they are not met; where something is not known, neither holds.
    """

    is_enabled: bool = True
    basis_confirmed: bool = False
    conditions_met: bool = False
    conditions_lapsed: bool = False
    served_on: date | None = None
    duties_performed: bool = False
    ground_gone: bool = False


@guard(ListingFacts)
def list_is_enabled(now: Now[ListingFacts]) -> Refusal | None:
    """The authority uses this list (R5.15: the black list can be switched off)."""
    if now.facts.is_enabled:
        return None
    return Refusal(
        "listing-disabled", mark("本机关未启用这份名单"), mark("如需启用，请先明确依据并在规则中设定")
    )


@guard(ListingFacts)
def basis_is_confirmed(now: Now[ListingFacts]) -> Refusal | None:
    """A basis that nobody has read may not be cited in a listing."""
    if now.facts.basis_confirmed:
        return None
    return Refusal(
        "listing-basis-unconfirmed",
        mark("列入依据尚待核实，不能作为列入的依据"),
        mark("请先核对法律文件原文并确认"),
    )


@guard(ListingFacts)
def conditions_are_met(now: Now[ListingFacts]) -> Refusal | None:
    """The rules say that the conditions of the list are met on this day."""
    if now.facts.conditions_met:
        return None
    return Refusal("listing-conditions", mark("当日不符合列入条件"), mark("请查看逐项计算的理由"))


@guard(ListingFacts)
def conditions_have_lapsed(now: Now[ListingFacts]) -> Refusal | None:
    """The rules say that a condition of the list is not met any more on this day."""
    if now.facts.conditions_lapsed:
        return None
    return Refusal("listing-conditions-hold", mark("当日仍然符合列入条件"), mark("请查看逐项计算的理由"))


@guard(ListingFacts)
def notice_is_served(now: Now[ListingFacts]) -> Refusal | None:
    """Service is proved: the period to state one's case runs from then."""
    if now.facts.served_on is not None and now.facts.served_on <= now.on:
        return None
    return Refusal("listing-not-served", mark("告知书尚无送达凭证"), mark("请登记送达日期和送达回证"))


@guard(ListingFacts)
def duties_are_performed(now: Now[ListingFacts]) -> Refusal | None:
    """Conduct corrected, duties wholly performed, credit commitment given (R5.21)."""
    if now.facts.duties_performed:
        return None
    return Refusal("listing-duties-open", mark("义务尚未全部履行"), mark("请提交履行证明和信用承诺书"))


@guard(ListingFacts)
def ground_is_gone(now: Now[ListingFacts]) -> Refusal | None:
    """The decision that the entry rests on was changed, revoked or found void."""
    if now.facts.ground_gone:
        return None
    return Refusal(
        "listing-ground-stands", mark("列入所依据的决定仍然有效"), mark("期限届满或完成信用修复后移出")
    )
