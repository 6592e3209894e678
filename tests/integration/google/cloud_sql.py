"""A stand-in of Cloud SQL: its Admin API (sqladmin.v1beta4), and the TLS front of an instance before a real MariaDB.

As Google's does, the front speaks TLS 1.3 alone and lets nobody in without a certificate that the API signed.
"""

import contextlib
import itertools
import os
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

from tests.integration.google.discovery import Access, Call, Refused, Service

PORT = 3307
TOKEN_FIELD = ObjectIdentifier("1.3.6.1.4.1.99999.1")
CONNECT = "cloudsql.instances.connect"
METHODS = {"sql.connect.get": "cloudsql.instances.get", "sql.connect.generateEphemeral": CONNECT}
_hosts = itertools.count(os.getpid() * 7)


class Instance:
    """An instance `shop:europe-west3:sales`; `valid` is for how long a certificate lasts."""

    def __init__(
        self, access: Access, folder: Path, upstream: tuple[str, int], valid: timedelta = timedelta(hours=1)
    ) -> None:
        number = next(_hosts)
        self.host = f"127.{1 + number // 250 % 250}.{number // 62500 % 250}.{1 + number % 250}"
        self.name = "shop:europe-west3:sales"
        self.version, self.valid = "MYSQL_8_0", valid
        self.logins: list[dict[str, Any]] = []
        self.certificates = 0
        self._folder, self._upstream = folder, upstream
        self._key, self._ca = _authority()
        self._access, self._front = access, None
        handlers = {"sql.connect.get": self._settings, "sql.connect.generateEphemeral": self._sign}
        self.service = Service("sqladmin.v1beta4", access, handlers, METHODS)

    def _known(self, call: Call) -> None:
        if (call.path["project"], call.path["instance"]) != ("shop", "sales"):
            raise Refused(404, "The Cloud SQL instance does not exist.")

    def _settings(self, call: Call) -> dict[str, Any]:
        self._known(call)
        pem = self._ca.public_bytes(serialization.Encoding.PEM).decode()
        return {
            "kind": "sql#connectSettings",
            "serverCaCert": {"kind": "sql#sslCert", "cert": pem, "instance": "sales"},
            "ipAddresses": [{"type": "PRIVATE", "ipAddress": self.host}],
            "region": "europe-west3",
            "databaseVersion": self.version,
            "backendType": "SECOND_GEN",
        }

    def _sign(self, call: Call) -> dict[str, Any]:
        self._known(call)
        token = call.body.get("access_token")
        if token is not None:
            scopes = self._access.tokens.get(token, frozenset())
            if scopes != {"https://www.googleapis.com/auth/sqlservice.login"}:
                raise Refused(400, "The access token is not one for logging in alone.")
        public = serialization.load_pem_public_key(call.body["public_key"].encode())
        self.certificates += 1
        named = {"number": self.certificates, "token": token or ""}
        certificate = _certificate(self._key, self._ca, public, "client", self.valid, named)
        pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
        return {"ephemeralCert": {"kind": "sql#sslCert", "cert": pem, "instance": "sales"}}

    def start(self) -> None:
        """Listen for connections, with a certificate that the instance's own authority signed."""
        key = rsa.generate_private_key(65537, 2048)
        server = _certificate(self._key, self._ca, key.public_key(), "server", timedelta(days=1), {})
        for name, content in (
            ("server.pem", _pem(server)),
            ("ca.pem", _pem(self._ca)),
            ("key.pem", _pem(key)),
        ):
            (self._folder / name).write_bytes(content)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(self._folder / "server.pem", self._folder / "key.pem")
        context.load_verify_locations(self._folder / "ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        self._front = socket.create_server((self.host, PORT))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, args=(self._front, context), daemon=True).start()

    def stop(self) -> None:
        """End every connection, as when the instance restarts."""
        assert self._front is not None
        with contextlib.suppress(OSError):
            self._front.shutdown(socket.SHUT_RDWR)
        self._front.close()
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self, front: socket.socket, context: ssl.SSLContext) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = front.accept()
                threading.Thread(target=self._serve, args=(caller, context), daemon=True).start()

    def _serve(self, caller: socket.socket, context: ssl.SSLContext) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            secured = context.wrap_socket(caller, server_side=True)
            shown = secured.getpeercert(binary_form=True)
            assert shown is not None
            self.logins.append(_read_names(x509.load_der_x509_certificate(shown)))
            upstream = socket.create_connection(self._upstream)
            upstream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open += [secured, upstream]
            threading.Thread(target=_pump, args=(upstream, secured), daemon=True).start()
            _pump(secured, upstream)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):
        while data := source.recv(65536):
            sink.sendall(data)
    for each in (source, sink):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Google Cloud SQL Server CA")])
    return key, _build(key.public_key(), name, name, timedelta(days=1), {}, is_ca=True).sign(
        key, hashes.SHA256()
    )


def _certificate(
    signer: rsa.RSAPrivateKey,
    ca: x509.Certificate,
    public: Any,
    common: str,
    valid: timedelta,
    named: dict[str, Any],
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    return _build(public, name, ca.subject, valid, named, is_ca=False).sign(signer, hashes.SHA256())


def _build(
    public: Any, subject: x509.Name, issuer: x509.Name, valid: timedelta, named: dict[str, Any], is_ca: bool
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(minutes=1)).not_valid_after(now + valid)
    builder = builder.add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    if named:
        text = f"{named['number']} {named['token']}".encode()
        builder = builder.add_extension(x509.UnrecognizedExtension(TOKEN_FIELD, text), critical=False)
    return builder


def _read_names(certificate: x509.Certificate) -> dict[str, Any]:
    number, _, token = (
        certificate.extensions.get_extension_for_oid(TOKEN_FIELD).value.value.decode().partition(" ")
    )
    return {"number": int(number), "token": token}


def _pem(what: Any) -> bytes:
    if isinstance(what, x509.Certificate):
        return what.public_bytes(serialization.Encoding.PEM)
    return what.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
