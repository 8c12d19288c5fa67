"""说明用语 The words in which schemes and rules are described, Chinese and English."""

from scoring.describe.phrases import ROUNDINGS
from scoring.schemes import Basis

T: dict[str, tuple[str, str]] = {
    "version": ("自{since}起{until}适用；依据{basis}", "applies from {since}{until}; basis: {basis}"),
    "until": ("至{until}前", " and before {until}"),
    "public": ("公开评价：只采用可以公开的事实", "Public: only facts that may be shown count"),
    "internal": ("内部使用，不公开", "Internal, not shown to the public"),
    "facts": ("采用的事实", "Facts it reads"),
    "measures": ("指标量", "Measures"),
    "score": ("计分", "Points"),
    "outcome": ("结果", "Outcome"),
    "max": ("满分{n}", "{n} at most"),
    "weight": ("权重{n}", "weight {n}"),
    "unknown": ("满分待核（假设{n}）", "maximum to be confirmed ({n} assumed)"),
    "pending": ("计分办法待核", "rule to be confirmed"),
    "assumed": ("计分办法待核，以下为假设", "rule to be confirmed, the following is assumed"),
    "adopted": (
        "来源未给出的分值由{who}采用；依据{basis}",
        "what the source leaves open was adopted by {who}; basis: {basis}",
    ),
    "deduct": ("每有一项{each}，扣分：{n}", "{n} off for each {each}"),
    "add": ("每有一项{each}，加分：{n}", "{n} more for each {each}"),
    "at_most": ("，合计最多{n}分", ", {n} in all at most"),
    "points": ("得分为{n}", "gives {n}"),
    "case": ("如果{when}，得{n}分", "{n} if {when}"),
    "else": ("否则得{n}分", "{n} otherwise"),
    "bands": ("按{of}：{steps}", "by {of}: {steps}"),
    ">= step": ("不低于{limit}，得{n}分", "{n} from {limit}"),
    "> step": ("高于{limit}，得{n}分", "{n} above {limit}"),
    "<= step": ("不高于{limit}，得{n}分", "{n} up to {limit}"),
    "< step": ("低于{limit}，得{n}分", "{n} below {limit}"),
    "band": ("{name}：{n}", "{name}: {n}"),
    "bonus": ("附加分，不计入满分", "a bonus, beyond the maximum"),
    "average": ("取平均", "the average counts"),
    "best": ("只计最好的{n}项", "only the best {n} count"),
    "worst": ("只计最差的{n}项", "only the worst {n} count"),
    "gate": (
        "准入条件：{name}（不满足的，结果为{effect}）：{when}",
        "required: {name} (else {effect}): {when}",
    ),
    "suspend": ("暂停，显示为{name}", "suspended, shown as {name}"),
    "raise": ("升{n}档", "{n} higher"),
    "tables": ("对照表", "Tables"),
    "peers": ("同组比较", "Comparison with peers"),
    "level": ("{name}：须同时满足", "{name}: needs all of"),
    "otherwise": ("其余：{name}", "otherwise: {name}"),
    "limit": ("限制：{name}（{effect}）：{when}", "limit: {name} ({effect}): {when}"),
    "change": ("调整：{name}（{effect}）：{when}", "change: {name} ({effect}): {when}"),
    "veto": ("否决：{name}（{effect}）：{when}", "veto: {name} ({effect}): {when}"),
    "to": ("结果为{name}", "becomes {name}"),
    "cap": ("不高于{name}", "no better than {name}"),
    "lower": ("降{n}档", "{n} lower"),
    "value": ("{value}{unit}", "{value}{unit}"),
    "local": ("{who}：", "{who}: "),
    "instead": ("{who}（先于国家规定）：", "{who}, before the national value: "),
    "review": ("最近核对 {day}，每 {n} 天核对一次", "last checked {day}, every {n} days"),
    "examples": ("示例 {n} 个", "{n} examples"),
    "example": ("示例 {n} 个", "{n} example"),
    "law": ("{issuer}，{number}", "{issuer}, {number}"),
    "in_force": ("自{day}起施行", "in force from {day}"),
    "repealed": ("{day}废止", "repealed on {day}"),
    "over": ("{above} ÷ {below}", "{above} ÷ {below}"),
    "by": ("，到 {day}", " by {day}"),
    "at_least": ("不低于 {value}{unit}", "at least {value}{unit}"),
    "above": ("高于 {value}{unit}", "above {value}{unit}"),
    "exactly": ("等于 {value}{unit}", "exactly {value}{unit}"),
    "between": ("{value}{unit}", "{value}{unit}"),
    "reached": ("已达到 {value}{unit}", "{value}{unit} reached"),
    "no_more": ("不高于 {value}{unit}", "at most {value}{unit}"),
    "by_value": ("按{value}评定", "by: {value}"),
    "applies": ("仅适用于：{when}", "applies only where {when}"),
    "needs": ("须有记录：{each}", "needs on record: {each}"),
    "lose": ("所需事实没有记录的，不得分", "no points where what it needs is not on record"),
    "keep": ("所需事实没有记录的，得满分", "full points where what it needs is not on record"),
    "not_applicable": ("所需事实没有记录的，不适用", "does not apply where what it needs is not on record"),
    "undecided": ("所需事实没有记录的，不评定", "not decided where what it needs is not on record"),
    "least": ("最低{n}", "{n} at least"),
    "start": ("基准分{n}", "starts with {n}"),
    "scale_up": (
        "有不适用的，其余折算为满分",
        "what does not apply: the rest is stretched to the full maximum",
    ),
    "full_marks": ("不适用的按满分计", "what does not apply counts as full marks"),
    "once_per": ("，同一{key}只计最重的一次", ", only the gravest of each {key}"),
    "per_cycle": ("，每一{key}最多{n}分", ", {n} at most for each {key}"),
    "rounded": ("修约到{step}，{how}", "rounded to {step}, {how}"),
    **ROUNDINGS,
    "all_peers": ("与全部对象比较", "with all subjects"),
    "same_group": ("与{words}相同的对象比较", "with subjects of the same {words}"),
    "among": ("参加比较的条件：{when}", "taking part: {when}"),
    "rank": ("按{of}的位次", "rank by {of}"),
    "rank_share": ("按{of}的位次除以同组数量", "rank by {of}, divided by the number of peers"),
    "share_behind": ("其他对象中{of}较差的占比", "share of the others that do worse by {of}"),
    "share_ahead": ("其他对象中{of}较好的占比", "share of the others that do better by {of}"),
    "size": ("同组中有{of}的数量", "number of peers that have {of}"),
    "sum": ("同组{of}的合计", "sum of {of} in the group"),
    "mean": ("同组{of}的平均值", "mean of {of} in the group"),
    "median": ("同组{of}的中位数", "median of {of} in the group"),
    "best_of": ("同组最好的{of}", "best {of} in the group"),
    "worst_of": ("同组最差的{of}", "worst {of} in the group"),
    "quantile": ("同组{of}的{at}分位数", "quantile {at} of {of} in the group"),
    "highest": ("高者为好", "the highest is best"),
    "lowest": ("低者为好", "the lowest is best"),
    "ties_better": ("并列的取靠前的位次", "equals share the better place"),
    "ties_worse": ("并列的取靠后的位次", "equals share the worse place"),
    "ties_middle": ("并列的取居中的位次", "equals share the middle place"),
    "ties_dense": ("并列的占一个位次", "equals take one place"),
    "fewest": ("同组不足{n}个的不比较", "not compared with fewer than {n}"),
    "open_cell": ("待核", "to be confirmed"),
    "any": ("其他条件不限", "whatever else"),
    "from": ("不低于{n}", "at least {n}"),
    "over_limit": ("高于{n}", "above {n}"),
    "to_limit": ("不高于{n}", "at most {n}"),
    "below": ("低于{n}", "below {n}"),
    "joined": ("且", " and "),
    "listed": ("、", ", "),
    "one_of": ("或", " or "),
}
"""What is said of schemes and rules, Chinese and English."""


UNITS: dict[str, tuple[str, str]] = {
    "working_days": ("个工作日", " working days"),
    "days": ("日", " days"),
    "months": ("个月", " months"),
    "years": ("年", " years"),
    "minutes": ("分钟", " minutes"),
    "metres": ("米", " m"),
    "square_metres": ("平方米", " m²"),
    "hours": ("小时", " hours"),
    "points": ("分", " points"),
    "percent": ("%", " %"),
    "yuan": ("元", " yuan"),
    "grams": ("克", " g"),
}
"""Units of values behind the value; a number, a ratio, a flag, words and sets have none."""


def unit_word(unit: str, key: str) -> str:
    """Return how a unit stands behind its value."""
    return UNITS.get(unit, ("", ""))[key != "zh"]


def say(language: str, sentence: str, /, **values: str) -> str:
    """Return one of our sentences in a language."""
    return T[sentence][language != "zh"].format(**values)


def cited(basis: Basis, key: str) -> str:
    """Return a basis with its confidence where that must be said."""
    word = (
        basis.confidence.word
        if key == "zh"
        else {"": "", "系统设定": "set by this system"}.get(basis.confidence.word, "to be confirmed")
    )
    return basis.reference.cite(key) + (
        f"（{word}）" if word and key == "zh" else f" ({word})" if word else ""
    )
