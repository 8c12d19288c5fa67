"""The other end of the field page, as README.md in static/field says it, with faults to order; and the page itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, render_template
from playwright.sync_api import Page, Route

from supervision.intake.manifests import read_manifest
from supervision.views.access import SIGNED_IN, page

VISIT = "0b1f2c3d-1111-4222-8333-444455556666"
ADDRESS = f"/field-under-test/{VISIT}"


def visit(**changes: object) -> dict[str, object]:
    """The data of one visit with three items of two categories."""

    def item(code: str, question: str, *evidence: str) -> dict[str, object]:
        return {
            "id": code, "question": {"zh": question, "en": f"Question {code}?"}, "look_at": {"zh": "看", "en": "Look"},
            "remedy": {"zh": "改", "en": "Mend"}, "severity": 3, "veto": False, "legal_major": "no",
            "evidence": list(evidence), "department": "fire", "laws": [{"text": "《消防法》第二十八条", "verified": True}],
        }  # fmt: skip

    fire = [item("CL-C02", "疏散通道是否畅通？", "photo"), item("CL-C03", "外窗有无障碍？")]
    return {
        "uuid": VISIT, "number": "JC-2026-0031", "facility": "清溪养老院", "address": "长风路 18 号",
        "kind_word": {"zh": "双随机抽查", "en": "Random inspection"}, "day": "2026-11-23", "read_only": False, "too_early": False,
        "members": [{"name": "周明", "department": "fire"}], "receipt": None, "answers": [],
        "features": [{"id": "kitchen", "absent": {"zh": "这里不做饭", "en": "No kitchen"}, "items": ["CL-C03", "CL-E01"]}],
        "checklist": {"version": "test-2026", "sha256": "0" * 64, "categories": [
            {"code": "C", "name": {"zh": "消防安全", "en": "Fire"}, "items": fire},
            {"code": "E", "name": {"zh": "食品安全", "en": "Food"}, "items": [item("CL-E01", "健康证明是否有效？")]},
        ]},
    } | changes  # fmt: skip


def blueprint(data: dict[str, object]) -> Blueprint:
    """The page under test, at an address of its own."""
    bp = Blueprint("field_under_test", __name__)
    bp.add_url_rule(
        ADDRESS, "visit", page(SIGNED_IN)(lambda: render_template("field/visit.html", visit=data, papers=[]))
    )
    return bp


@dataclass
class FieldServer:
    """Answers the sync API of every page it is attached to; checks each manifest as the application does."""

    refuse: int | None = None  # a status for every request
    lose_every: int = 0  # every n-th request is lost on its way
    manifests: list[dict[str, object]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    completed: int = 0
    requests: int = 0

    def attach(self, page: Page) -> None:
        """Stand in for ``/api/field``."""
        page.route("**/api/field/**", self._answer)

    def _answer(self, route: Route) -> None:
        self.requests += 1
        if self.lose_every and self.requests % self.lose_every == 0:
            return route.abort()
        if self.refuse:
            return route.fulfill(status=self.refuse, json={"message": "不行", "remedy": "请改正"})
        *_, place, last = route.request.url.split("/")
        answer: Callable[[Route, str], None] = {"parts": self._part, "devices": self._device}.get(place) or {
            "manifest": self._manifest, "complete": self._complete, "devices": self._device,
        }[last]  # fmt: skip
        return answer(route, last)

    def _device(self, route: Route, _: str) -> None:
        route.fulfill(status=201, json={"token": "t0ken"})

    def _manifest(self, route: Route, _: str) -> None:
        data = route.request.post_data_buffer or b""
        read_manifest(data)
        self.manifests.append(json.loads(data))
        missing = [p["sha256"] for p in self.manifests[-1]["parts"] if len(self.parts.get(p["sha256"], b"")) < p["size"]]  # type: ignore[union-attr,index]  # fmt: skip
        route.fulfill(status=202, json={"missing": missing})

    def _part(self, route: Route, sha256: str) -> None:
        held = self.parts.setdefault(sha256, b"")
        if route.request.method == "PATCH":
            if int(route.request.headers["upload-offset"]) != len(held):
                return route.fulfill(status=409, json={"message": "offset"})
            self.parts[sha256] = held = held + (route.request.post_data_buffer or b"")
        return route.fulfill(status=204, headers={"Upload-Offset": str(len(held))})

    def _complete(self, route: Route, _: str) -> None:
        self.completed += 1
        route.fulfill(
            json={"visit": VISIT, "number": "JC-2026-0031-1", "manifest_sha256": "ab" * 32, "signature": "s"}
        )
