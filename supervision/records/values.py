"""Small values that all public records share."""

from typing import Annotated

from msgspec import Meta, Struct

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z", description="safe as a file name")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=0)]


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """公开记录: immutable, closed to unknown members; unset members are written too, so that bytes are canonical."""


class Text(Record, frozen=True, kw_only=True):
    """双语文本: one sentence in both languages. An empty ``en`` is shown in Chinese and marked as such."""

    zh: str
    en: str = ""


class Reference(Record, frozen=True, kw_only=True):
    """法律依据: where in the law it stands. ``citation`` is what people read; ``law`` is the id of a published ``Law``.

    ``confirmed`` is false where nobody has read the article itself: shown as 依据待核.
    """

    citation: str
    law: str = ""
    article: str = ""
    confirmed: bool = True


class Office(Record, frozen=True, kw_only=True):
    """责任机关: an office with the telephone and address it publishes; never a person."""

    name: Text
    phone: str = ""
    address: str = ""
