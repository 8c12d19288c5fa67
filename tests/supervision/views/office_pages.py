"""The small office with its people signed in, and a clock that a test can put."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from supervision.vault import Vault
from tests.supervision.ceremony import prepare
from tests.supervision.small_office import Office
from tests.supervision.views.people import sign_in

SCOPE = "990101"


@dataclass(slots=True)
class Clock:
    """What time it is for the pages."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Pages:
    """The pages of one office; ``as_`` signs somebody in once and returns his browser."""

    app: Flask
    office: Office
    clock: Clock
    people: dict[str, FlaskClient] = field(default_factory=dict)

    def as_(self, name: str, *roles: str, scope: str = SCOPE) -> FlaskClient:
        if name not in self.people:
            self.people[name] = sign_in(self.app, name, *(roles or (name.rstrip("0123456789"),)), scope=scope)
        return self.people[name]

    def post(self, name: str, address: str, /, **fields: object) -> str:
        """Post as somebody, expect to be sent on, and return the address."""
        answer = self.as_(name).post(address, data=fields)
        assert answer.status_code == 303, (address, answer.status_code, answer.text[-3000:])
        return answer.headers["Location"]

    def commit(self, task: str, **fields: object) -> str:
        """Prepare a frozen task and commit to it through its page; return the address of the draw."""
        prepare(Vault.at(self.app.config["MINGJING"].keys), self.clock.at, task)
        return self.post("planner", f"/office/draws/prepare/{task}/commit", **fields)

    def read(self, name: str, address: str, status: int = 200) -> str:
        """Read a page as somebody."""
        answer = self.as_(name).get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.text
