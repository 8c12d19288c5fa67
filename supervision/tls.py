"""本地证书 the local certificate authority: ``--tls`` without buying a certificate.

Browsers give a page from another machine neither service worker nor WebCrypto on plain http. So the server
makes an authority of its own, which a tablet installs once (``/ca``, by QR), and a server certificate that is
renewed at start when it grows old or the machine's addresses change. The authority can vouch for this
machine's name and for private addresses alone: whoever steals its key cannot pose as a bank.
"""

import fcntl
import ipaddress
import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_YEARS = 10
SERVER_DAYS = 397  # what every browser accepts
RENEW_DAYS = 60  # before the end
PRIVATE = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "100.64.0.0/10",
    "fc00::/7",
    "::1/128",
)
_SIOCGIFADDR = 0x8915


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Paths of the three PEM files; ``authority`` is the one that tablets install."""

    authority: Path
    certificate: Path
    key: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "TlsFiles":
        """Return where the files lie in ``folder``."""
        return cls(folder / "ca.pem", folder / "server.pem", folder / "server.key")

    def fingerprint(self) -> str:
        """Return the SHA-256 of the authority's certificate, as devices show it (``ABCD 0123 …``)."""
        return _load(self.authority).fingerprint(hashes.SHA256()).hex(" ", 2).upper()


def machine_addresses() -> list[str]:
    """Return the IPv4 addresses of this machine, the loopback last; asks the kernel, sends nothing."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(probe, _SIOCGIFADDR, struct.pack("256s", name[:15].encode()))
            except OSError:  # a device without an address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return sorted(found, key=lambda address: address.startswith("127."))


def machine_names() -> list[str]:
    """Return the names and addresses under which browsers may reach this machine."""
    name = socket.gethostname().lower()
    return [name, f"{name}.local", "localhost", *machine_addresses()]


def local_certificate(folder: Path, names: Sequence[str], at: datetime) -> TlsFiles:
    """Return the files in ``folder``, made where they are missing, renewed where old or for other names."""
    files = TlsFiles.in_folder(folder)
    authority_key = folder / "ca.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (files.authority.exists() and authority_key.exists()) or not _vouches(
        _load(files.authority), names, at
    ):
        _make_authority(files.authority, authority_key, names, at)
        files.certificate.unlink(missing_ok=True)
    if not (files.certificate.exists() and files.key.exists()) or _stale(_load(files.certificate), names, at):
        _make_certificate(files, authority_key, names, at)
    return files


def _vouches(authority: x509.Certificate, names: Sequence[str], at: datetime) -> bool:
    """Whether the authority is young enough and may sign for all ``names``."""
    if authority.not_valid_after_utc - at < timedelta(days=SERVER_DAYS):
        return False
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    networks = [ipaddress.ip_network(name.value) for name in permitted if isinstance(name, x509.IPAddress)]
    domains = [name.value for name in permitted if isinstance(name, x509.DNSName)]
    return all(
        any(ipaddress.ip_address(str(name.value)) in network for network in networks)
        if isinstance(name, x509.IPAddress)
        else any(name.value == domain or str(name.value).endswith(f".{domain}") for domain in domains)
        for name in _general_names(names)
    )


def _stale(certificate: x509.Certificate, names: Sequence[str], at: datetime) -> bool:
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return certificate.not_valid_after_utc - at < timedelta(days=RENEW_DAYS) or list(named) != _general_names(
        names
    )


def _make_authority(path: Path, key_path: Path, names: Sequence[str], at: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Mingjing {names[0]} {at:%Y-%m-%d}"[:64])])
    own = [
        ipaddress.ip_network(str(item.value))
        for item in _general_names(names)
        if isinstance(item, x509.IPAddress)
    ]
    networks = [*map(ipaddress.ip_network, PRIVATE), *own]
    domains = ["localhost", "local", names[0]]
    permitted = [*map(x509.IPAddress, networks), *map(x509.DNSName, domains)]
    certificate = (
        _builder(name, name, key, at, days=AUTHORITY_YEARS * 365)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_path, key)
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _make_certificate(files: TlsFiles, authority_key: Path, names: Sequence[str], at: datetime) -> None:
    authority = _load(files.authority)
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{authority_key} is not an elliptic-curve key")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    certificate = (
        _builder(name, authority.subject, key, at, days=SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName(_general_names(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write_key(files.key, key)
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))  # tablets' clocks run late
        .not_valid_after(at + timedelta(days=days - 1))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_names(names: Sequence[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in dict.fromkeys(names):
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
