"""What the browser's checker of a draw says; the scripts know keys alone. Values in braces are filled in by the page."""

import json

from supervision.texts import Translator, mark

STEPS = {
    "reading": mark("读取记录"),
    "commitment": mark("承诺"),
    "beacon": mark("公开随机值"),
    "seed": mark("种子"),
    "tickets": mark("抽取对象"),
    "teams": mark("派出人员"),
    "days": mark("定检查日"),
    "events": mark("变动"),
    "current": mark("现状"),
}

HOLDS = {
    "commitment": mark(
        "名册（机构 {targets} 家、检查人员 {inspectors} 人）、例外 {exclusions} 项、规则 {rules} 份和盐值都与承诺中的指纹一致；承诺值是 {hash}。"
    ),
    "beacon": mark(
        "{source}，{round}：{beacon}。写法与事先约定的一致；约定的时刻是 {not_before} 之后，这个值在哪里公布，请到来源处查对。"
    ),
    "seed": mark("由盐值、公开随机值和承诺值算出：{seed}。少了任何一样都算不出来。"),
    "tickets": mark(
        "{targets} 家每家一张签，由小到大抽中 {selected} 家，其后 {reserve} 家为后备；次序也由签定。"
    ),
    "teams": mark("像发牌一样派出 {places} 人次，缺 {short} 个席位；回避和片区都遵守了。"),
    "days": mark("{dated} 组各取一天，{undated} 组没有检查日。"),
    "events": mark("抽取后有 {events} 次变动，一环扣一环，每一次都可能发生，已逐一重演。"),
    "no-events": mark("抽取后没有变动。"),
    "current": mark("变动之后共 {now} 组，缺 {short_now} 个席位，{undated_now} 组没有检查日。"),
}

DIFFERS = {
    "commitment": mark("记录写的承诺值是 {stated}，重算得出 {computed}。"),
    "commitment-given": mark("这份记录的承诺值是 {stated}，而您核对的是 {given}：不是同一次承诺。"),
    "events": mark("第 {place} 次变动：记录中是 {stated}，日志中是 {computed}。"),
    "beacon": mark("结果写的随机值是 {stated}，请求中是 {computed}。"),
    "seed": mark("记录写的种子是 {stated}，重算得出 {computed}。"),
    "selection": mark("抽中的不是同一批：记录多出 {stated}，漏掉 {computed}。"),
    "order": mark("次序不同：第 {place} 位记录是 {stated}，应当是 {computed}。"),
    "reserve": mark("分层 {within} 的第 {place} 家后备：记录是 {stated}，应当是 {computed}。"),
    "team": mark("第 {place} 组：记录是 {stated}，应当是 {computed}。"),
    "day": mark("第 {place} 组的检查日：记录是 {stated}，应当是 {computed}。"),
    "short": mark("第 {place} 个缺席位：记录是 {stated}，应当是 {computed}。"),
    "current": mark("变动之后的第 {place} 项：记录是 {stated}，应当是 {computed}。"),
}

PARTS = {
    "request": mark("整个文件"),
    "commitment": mark("“承诺”部分"),
    "roster": mark("“名册”部分"),
    "exclusions": mark("“例外”部分"),
    "rules": mark("“规则”部分"),
    "salt": mark("“盐值”部分"),
    "beacon": mark("“公开随机值”部分"),
    "events": mark("“变动”部分"),
    "result": mark("“结果”部分"),
}

PROBLEMS = {
    "too-large": mark("超过 128 MB"),
    "too-deep": mark("嵌套超过 32 层"),
    "byte-order-mark": mark("开头有字节顺序标记；请存为不带标记的 UTF-8"),
    "not-utf8": mark("不是 UTF-8 文字"),
    "not-json": mark("不是 JSON：第 {line} 行第 {column} 个字符处读不下去"),
    "twice": mark("同一个名称出现了两次"),
    "half-character": mark("含有半个字符"),
    "not-composed": mark("文字不是 NFC 合成形式"),
    "number-spelling": mark("整数不能写小数点或指数"),
    "number-large": mark("数字过大，不能精确表示"),
    "no-string": mark("应当是文字"),
    "no-id": mark("不是合格的标识（1 至 128 个 A-Z a-z 0-9 . _ : -）"),
    "no-hash": mark("不是 64 位小写十六进制数"),
    "no-day": mark("日期应写成 YYYY-MM-DD"),
    "no-such-day": mark("没有这一天"),
    "no-moment": mark("时刻应写成 YYYY-MM-DDThh:mm:ssZ"),
    "no-reason": mark("没有写明原因"),
    "no-integer": mark("应当是整数"),
    "too-small": mark("小于 {least}"),
    "too-big": mark("大于 {most}"),
    "not-exactly": mark("只能是 {expected}"),
    "no-list": mark("应当是列表"),
    "wrong-length": mark("应当恰有 {count} 项"),
    "no-object": mark("不是一份抽取记录：应当是带名称的对象"),
    "missing": mark("缺少这一项"),
    "unknown": mark("协议中没有这一项"),
    "doubled": mark("与前面的一项重复"),
    "not-ascending": mark("没有按升序排列"),
    "no-format": mark("不是约定的随机值种类"),
    "too-few-bits": mark("可能的取值太少，可以事先试出来"),
    "beacon-spelling": mark("写法与约定的 {format} 不符"),
    "no-kind": mark("没有这种变动"),
    "one-person-twice": mark("两名批准人是同一个人"),
    "above-one": mark("比例大于一"),
    "no-such-stratum": mark("名册里没有这个分层"),
    "no-such-department": mark("检查组里没有这个部门"),
    "no-such-inspector": mark("名册里没有这名检查人员"),
    "no-such-target": mark("名册里没有这家机构"),
    "in-both-lists": mark("同时在两份名单上"),
    "also-in-roster": mark("既在例外里又在名册里"),
    "too-many-places": mark("席位太多，记录会超过 128 MB"),
    "other-task": mark("与名册中的任务不符"),
    "other-hash": mark("与 {part} 的指纹不符：承诺之后有人改过"),
    "wrong-number": mark("序号应当是 {expected}"),
    "not-chained": mark("没有接在前一次变动之后"),
    "too-early": mark("早于前一次变动"),
    "not-every-stratum": mark("后备应当恰好列出每个分层"),
    "not-ahead": mark("既不是还要检查的机构，也不是未用的后备"),
    "withdrawn-before": mark("此前已经退出"),
    "recused-before": mark("这项回避早已存在"),
    "too-many-called": mark("候补有 {ready} 人，缺 {places} 个席位，叫得太多"),
    "no-day-needed": mark("没有一组缺检查日"),
    "too-many-days": mark("备用日只剩 {left} 天"),
}

STANDING = {
    "absent": mark(
        "这次抽取的名册和例外里都没有这个代码与随机码对应的机构。请核对两者：随机码每次抽取都不同。"
    ),
    "excluded": mark("这家机构不在抽取范围内，公布的原因是：{reason}。"),
    "place": mark(
        "它的签在分层 {stratum} 的 {size} 家中从小到大排第 {place} 位；这一层抽前 {quota} 家（比例 {n}/{d}，至少 {minimum} 家）。"
    ),
    "selected": mark("抽中了"),
    "not-selected": mark("没有抽中"),
    "reserve": mark("没有抽中，列入后备"),
    "left": mark("后来因变动退出了本次检查。"),
    "came": mark("后来由后备递补，列入检查。"),
    "day": mark("检查日 {day}。"),
    "pseudonym": mark("在名册中的化名"),
    "ticket": mark("它的签"),
    "picture": mark("签从小到大排列：深色一段抽中，标记处是这一家"),
}

PAGE = {
    "working": mark("正在重算：{step}"),
    "holds": mark("全部吻合：这份记录与公布的规则算出的结果完全一致"),
    "differs": mark("有出入：第一处在“{step}”"),
    "refused": mark("拒绝核验：{part}有误"),
    "refused-more": mark("{path}：{problem}。有错的记录不往下算。"),
    "agrees": mark("吻合"),
    "wrong": mark("不同"),
    "none": mark("没有"),
    "compared": mark("已与所填的承诺值核对。"),
    "not-compared": mark("没有填承诺值，未核对。"),
    "log-compared": mark("已与所填的日志变动核对。"),
    "log-not-compared": mark("没有填日志中的变动，未核对。"),
    "again": mark("再核验一次"),
    "no-file": mark("记录文件没有载入。请把它下载下来，在下面选择文件。"),
    "broken": mark("这个浏览器没能算完。请用下面的方法离线核验。"),
    "bad-commitment": mark("请填 64 位承诺值，或承诺全文（JSON）。"),
    "need-code": mark("请填机构代码和 64 位随机码。"),
    "and": mark("、"),
}


def words_script(say: Translator) -> str:
    """Return the script that tells the page its words in one language."""
    groups = {
        "steps": STEPS,
        "holds": HOLDS,
        "differs": DIFFERS,
        "parts": PARTS,
        "problems": PROBLEMS,
        "standing": STANDING,
        "page": PAGE,
    }
    said = {group: {key: say(text) for key, text in texts.items()} for group, texts in groups.items()}
    return f"self.drawCheckerWords = {json.dumps(said, ensure_ascii=False)};\n"
