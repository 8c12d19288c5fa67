"""位置核对 whereabouts: is there such a district, street, address, point? Sentences for what does not fit."""

from decimal import Decimal

from supervision.intake.divisions import AreaRow, Gazetteer, Lookup
from supervision.intake.provinces import Province
from supervision.intake.values import Reading, coordinate, doubt, refused
from supervision.texts import mark

LONGEST_PREFIX = 12  # 某某省某某市 may stand before the district


def names_of(areas: tuple[AreaRow, ...]) -> str:
    """Return the names of areas as they stand in a sentence."""
    return "、".join(area.name for area in areas)


def no_district(text: str, found: Lookup) -> Reading:
    """Say why ``text`` is no district."""
    if not text:
        return refused("district.missing", mark("没有写所在的区"))
    if len(found.near) > 1 and all(text.endswith(area.name) for area in found.near):
        message = mark("有 {count} 个“{value}”，请用 --area 指明在哪个省、市")
        return refused("district.ambiguous", message, count=len(found.near), value=text)
    if found.near:
        message = mark("区划表里没有“{value}”；相近的有：{near}")
        return refused("district.unknown", message, value=text, near=names_of(found.near))
    return refused("district.unknown", mark("区划表里没有“{value}”"), value=text)


def no_street(gazetteer: Gazetteer, district: AreaRow, text: str, found: Lookup) -> Reading:
    """Say why ``text`` is no street of the district, and what it may be."""
    near = names_of(found.near)
    if not text and near:
        return doubt("street.missing", mark("没有写街道；地址里提到{near}"), near=near)
    if not text:
        return doubt("street.missing", mark("没有写街道"))
    elsewhere = names_of(gazetteer.elsewhere(district.code, text))
    facts = {"district": district.name, "value": text, "near": near, "elsewhere": elsewhere}
    if near and elsewhere:
        message = mark("{district}没有“{value}”；可能是：{near}；{elsewhere}有同名的")
    elif near:
        message = mark("{district}没有“{value}”；可能是：{near}")
    elif elsewhere:
        message = mark("{district}没有“{value}”；{elsewhere}有同名的")
    else:
        message = mark("{district}没有“{value}”，也没有相近的名称")
    return doubt("street.unknown", message, **facts)


def address_elsewhere(gazetteer: Gazetteer, area: AreaRow, address: str) -> Reading | None:
    """Return a doubt where an address begins with another district, or names another street, than the row."""
    district = gazetteer.by_code[area.code[:6]]
    for other in gazetteer.districts:
        if _begins(address, other, district.name):
            message = mark("地址写的是{other}，区写的是{own}")
            return doubt("address.other_district", message, other=other, own=district.name)
    for street in gazetteer.streets(district.code) if area.level == "street" else ():
        if _begins(address, street.name, area.name):
            message = mark("地址写的是{other}，街道写的是{own}")
            return doubt("address.other_street", message, other=street.name, own=area.name)
    return None


def _begins(address: str, name: str, own: str) -> bool:
    """Return whether an address names an area early on, and one that is not (part of) the row's own."""
    return len(name) > 2 and name not in own and 0 <= address.find(name) <= LONGEST_PREFIX


def point(lng_text: str, lat_text: str, around: Province) -> tuple[Reading, str]:
    """Read a point, its value ``(longitude, latitude)``; else a doubt, and what it may have been meant to be."""
    if not (lng_text and lat_text):
        return doubt("coordinates.incomplete", mark("经度、纬度只写了一个")), ""
    lng, lat = coordinate(lng_text), coordinate(lat_text)
    facts = {"lng": lng_text, "lat": lat_text}
    if lng is None or lat is None:
        return doubt("coordinates.not_number", mark("经纬度不是数：“{lng}”，“{lat}”"), **facts), ""
    if lng == Decimal(0) == lat:
        return doubt("coordinates.zero", mark("坐标是 0，0，像是没有填")), ""
    if around.contains(lng, lat):
        return Reading((lng, lat)), ""
    if around.contains(lat, lng):
        message = mark("经度、纬度像是写反了：{lng}，{lat}")
        return doubt("coordinates.swapped", message, **facts), f"{lat},{lng}"
    if abs(lng) > 180 or abs(lat) > 90:
        return doubt("coordinates.range", mark("经纬度超出地球的范围：{lng}，{lat}"), **facts), ""
    return doubt(
        "coordinates.outside", mark("坐标不在本省（市）范围内：{lng}，{lat}"), **facts
    ), f"{lng},{lat}"
