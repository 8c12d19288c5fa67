"""名录的列: what each directory holds, one place a column: its heading, how it is read and written, what is said of it.

A cell that is empty, and a column that is missing, leave what the directory holds as it is. A column that ``gathers``
(absences, training) only adds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from supervision.intake.directories import cells
from supervision.intake.directories.cells import Cell, Known
from supervision.intake.headings import Field, Vocabulary
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class Column(Field):
    """列: a field with its kind of cell; ``missing`` is said where a required one is empty.

    ``personal``: never kept in reports; ``single``: no two rows share a value; ``gathers``: values are only added.
    """

    cell: Cell
    explained: str = ""
    example: str = ""
    personal: bool = False
    single: bool = False
    gathers: bool = False
    missing: str = mark("这一格不能空着，请填写")

    def merged(self, before: Any, after: Any, known: Known) -> Any:
        """Return what the directory is to hold when it holds ``before`` and a row says ``after``."""
        if not self.gathers:
            return after
        held = list(before or ())
        written = {self.cell.write([each], known) for each in held}
        return held + [each for each in after if self.cell.write([each], known) not in written]

    def words(self, value: Any, known: Known) -> Any:
        """Return a value as it stands in a cell of a table: text, number or day, empty where there is none."""
        return self.cell.write(value, known) if value not in (None, "", [], ()) else ""


@dataclass(frozen=True)
class Directory:
    """名录种类: ``key`` names the column that tells one row from another, ``title`` the list in words."""

    name: str
    title: str
    key: str
    called: str  # the column by which people call a row
    columns: tuple[Column, ...]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the headings that its tables may use."""
        return Vocabulary.of(self.columns, {})

    def __iter__(self) -> Iterator[Column]:
        """Go through the columns in their order."""
        return iter(self.columns)

    def __getitem__(self, name: str) -> Column:
        """Return the column of this name."""
        return next(column for column in self.columns if column.name == name)


def _column(name: str, label: str, cell: Cell, also: str = "", **more: Any) -> Column:
    headings = tuple(filter(None, also.split("|")))
    return Column(name, label, more.pop("required", False), (name, *headings), cell, **more)


INSPECTORS = Directory(
    "inspectors",
    mark("检查人员名录"),
    "staff_number",
    "name",
    (
        _column("staff_number", mark("工号"), cells.text(40), "人员编号|staff number", required=True, single=True,
                explained=mark("必填。据此认出同一个人"), example="CI01"),
        _column("name", mark("姓名"), cells.text(60), "检查人员|inspector", required=True, personal=True,
                explained=mark("必填"), example="演示检查员"),
        _column("department", mark("部门"), cells.DEPARTMENT, "所属部门|单位", required=True,
                explained=mark("必填。已登记部门的名称或代码"), example="明湖区民政局"),
        _column("credential_number", mark("执法证件号"), cells.text(40), "执法证号|证件号|credential", required=True,
                personal=True, single=True, explained=mark("必填。两人不能相同"), example="演示证0001"),
        _column("credential_until", mark("证件有效期至"), cells.DAYS, "有效期|credential until",
                explained=mark("例如 2028-02-28"), example="2028-02-28"),
        _column("qualifications", mark("资质"), cells.WORDS, "专长|执法领域", explained=mark("几项之间用顿号"), example="care、fire"),
        _column("areas", mark("负责区域"), cells.AREAS, "区域", explained=mark("区划名称或代码，几个之间用顿号；名录里没有时为不限"),
                example="柳荫街道(990101001)"),
        _column("own_area", mark("居住或任职的街道"), cells.AREA, "居住地", explained=mark("据此自动回避"),
                example="青石街道(990101002)"),
        _column("capacity", mark("一次任务至多承担的检查数"), cells.number(0, 200), "承担检查数",
                explained=mark("0 至 200 的整数"), example="6"),
        _column("training", mark("培训"), cells.TRAININGS, "培训记录", gathers=True,
                explained=mark("日期和内容，几次之间用分号；只增加，不删除"), example="2026-03-01 消防检查要点"),
        _column("absences", mark("不在岗"), cells.ABSENCES, "请假", gathers=True,
                explained=mark("起日、返岗之日和原因，几次之间用分号；只增加，不删除"), example="2026-07-01 至 2026-07-15 休假"),
        _column("since", mark("任职起"), cells.DAYS, explained=mark("例如 2028-02-28"), example="2021-03-01"),
        _column("until", mark("任职止"), cells.DAYS, explained=mark("离任之日；此后不再抽取")),
    ),
)  # fmt: skip

EXPERTS = Directory(
    "experts",
    mark("专家名录"),
    "key",
    "name",
    (
        _column("key", mark("编号"), cells.text(40), "专家编号|expert number", required=True, single=True,
                explained=mark("必填。不能是检查人员的工号"), example="ZJ01"),
        _column("name", mark("姓名"), cells.text(60), "专家|expert", required=True, personal=True,
                explained=mark("必填"), example="演示专家"),
        _column("department", mark("邀请部门"), cells.DEPARTMENT, "部门", required=True,
                explained=mark("必填。已登记部门的名称或代码"), example="明湖区民政局"),
        _column("organisation", mark("单位"), cells.text(120), "工作单位", explained=mark("专家所在的单位"), example="示范大学"),
        _column("specialities", mark("专长"), cells.WORDS, explained=mark("几项之间用顿号"), example="消防、营养"),
        _column("since", mark("聘任起"), cells.DAYS, explained=mark("例如 2028-02-28"), example="2026-01-01"),
        _column("until", mark("聘任止"), cells.DAYS, explained=mark("此后不再邀请"), example="2027-12-31"),
        _column("remark", mark("备注"), cells.text(200), explained=mark("至多 200 字")),
    ),
)  # fmt: skip

ITEMS = Directory(
    "items",
    mark("抽查事项清单"),
    "key",
    "matter",
    (
        _column("key", mark("事项编码"), cells.text(60), "编码|item key", required=True, single=True,
                explained=mark("必填。各版清单据此认出同一事项"), example="mh-fire"),
        _column("serial", mark("序号"), cells.number(1, 9999), "no", explained=mark("清单里的次序；不填时按行的次序"), example="1"),
        _column("matter", mark("抽查事项"), cells.text(120), "事项|事项名称", required=True, explained=mark("必填"), example="消防安全"),
        _column("kinds", mark("检查对象"), cells.KINDS, "对象", required=True, explained=mark("必填。机构类别，几类之间用顿号"),
                example="养老机构、老年助餐点"),
        _column("content", mark("检查内容"), cells.text(2000), "内容", required=True, explained=mark("必填"),
                example="疏散通道、消防设施"),
        _column("basis", mark("抽查依据"), cells.LAWS, "依据|法律依据|检查依据", required=True,
                missing=mark("没有法律依据，不能列入清单；请写明法律、法规或规章的条款"),
                explained=mark("必填。没有法律依据的事项不能列入；几条之间用分号"), example="《消防法》第十六条；《消防法》第二十八条"),
        _column("way", mark("抽查方式"), cells.WAY, "方式", required=True, explained=mark("书面检查、实地核查、网络监测之一"),
                example="实地核查"),
        _column("frequency", mark("抽查频次及比例"), cells.text(80), "频次|抽查频次", required=True, explained=mark("必填"),
                example="每年至少一次"),
        _column("organ_level", mark("实施层级"), cells.text(20), "层级", required=True, explained=mark("必填"), example="县级"),
        _column("category", mark("事项类别"), cells.CATEGORY, "类别", required=True, explained=mark("重点事项或一般事项"),
                example="重点事项"),
        _column("departments", mark("部门"), cells.DEPARTMENTS, "实施部门", required=True,
                explained=mark("必填。已登记部门的名称或代码，几个之间用顿号"), example="明湖区民政局"),
        _column("checklist_items", mark("检查表条目"), cells.POINTS, "条目",
                explained=mark("CL-A01 这样的编号，或类别字母；没有条目的事项不能现场检查"), example="C"),
        _column("remark", mark("备注"), cells.text(200), explained=mark("至多 200 字")),
    ),
)  # fmt: skip

DIRECTORIES: Mapping[str, Directory] = {each.name: each for each in (INSPECTORS, EXPERTS, ITEMS)}
