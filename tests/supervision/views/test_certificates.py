"""The page from which a tablet installs the local authority."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from flask.testing import FlaskClient

from supervision.app import create_app
from supervision.tls import TlsFiles, local_certificate
from tests.databases import one_database


@pytest.fixture
def client(database: str) -> FlaskClient:
    return create_app().test_client()


@one_database
def test_without_tls_it_says_how_to_start(client: FlaskClient) -> None:
    answer = client.get("/ca")
    assert answer.status_code == 404
    assert "./dev run --tls" in answer.text


@one_database
def test_the_page_shows_fingerprint_and_gives_the_authority(client: FlaskClient) -> None:
    folder: Path = client.application.config["MINGJING"].data / "tls"
    files: TlsFiles = local_certificate(folder, ["desk", "127.0.0.1"], datetime(2026, 11, 22, tzinfo=UTC))
    page = client.get("/ca")
    assert page.status_code == 200
    assert files.fingerprint() in page.text
    given = client.get("/ca/mingjing-ca.crt")
    assert given.content_type == "application/x-x509-ca-cert"
    assert x509.load_pem_x509_certificate(given.data) == x509.load_pem_x509_certificate(
        files.authority.read_bytes()
    )
    assert b"PRIVATE" not in given.data
    given.close()
