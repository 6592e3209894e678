"""Mail servers as they are: with TLS, with a certificate that nobody vouches for, slow, refusing the login."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from foresail.airflow import mail
from foresail.airflow.mail import MailRefused, MailUncertain
from foresail.trial.service import free_port

from tests.mailboxes import Mailbox

DISABLED = "disable_ssl=true&disable_tls=true"


class Slow(Mailbox):
    """Answers at one point only after the client has gone."""

    def __init__(self, point):
        super().__init__()
        self.point = point

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(5 if self.point == "receiver" else 0)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(5 if self.point == "data" else 0)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    kind = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    file.write_bytes(made.public_bytes(kind) + key.private_bytes(kind, *plain))
    return file


@pytest.fixture
def serve(monkeypatch):
    """Starts a mail server, and makes it that of the Connection, with some of its extras."""
    started = []

    def start(mailbox, extras=DISABLED, login="", **options):
        server = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
        server.start()
        started.append(server)
        address = f"smtp://{login}127.0.0.1:{server.port}/?{extras}&from_email=foresail%40example.com"
        monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_SMTP", address)
        return mailbox

    yield start
    for server in started:
        server.stop()


def send():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "foresail@example.com",
        "ann@example.com",
        "Forecasts",
    )
    message.set_content("Tea: 5")
    return mail.send_mail(message, "ann@example.com", lambda: True)


def context_of(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("way", ["starttls", "tls from the start"])
def test_a_mail_goes_through_tls_to_a_server_whose_certificate_is_vouched_for(
    serve, certificate, way, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    if way == "starttls":
        options = {"tls_context": context_of(certificate), "require_starttls": True}
        mailbox = serve(Mailbox(), "disable_ssl=true", **options)
    else:
        mailbox = serve(Mailbox(), "disable_tls=true", ssl_context=context_of(certificate))
    assert send()
    assert len(mailbox.mails) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_mail(serve, certificate):
    options = {"tls_context": context_of(certificate), "require_starttls": True}
    mailbox = serve(Mailbox(), "disable_ssl=true&retry_limit=1", **options)
    with pytest.raises(MailRefused, match="SSLCertVerificationError"):
        send()
    assert mailbox.mails == []


def test_a_server_that_wants_tls_gets_no_mail_without(serve, certificate):
    mailbox = serve(Mailbox(), tls_context=context_of(certificate), require_starttls=True)
    with pytest.raises(MailRefused, match="530"):
        send()
    assert mailbox.mails == []


def test_a_login_that_is_refused_is_told_by_its_code_without_the_password(serve):
    options = {
        "authenticator": lambda *_: AuthResult(success=False, handled=False),
        "auth_require_tls": False,
        "auth_required": True,
    }
    serve(Mailbox(), login="ann:hunter2@", **options)
    with pytest.raises(MailRefused, match="535") as refused:
        send()
    assert "hunter2" not in str(refused.value)


def test_a_server_that_does_not_answer_in_time_is_left_before_a_mail_is_handed_over(serve):
    mailbox = serve(Slow("receiver"), f"{DISABLED}&timeout=1")
    with pytest.raises(MailRefused, match="did not answer"):
        send()
    assert mailbox.mails == []


def test_a_server_that_does_not_answer_after_the_mail_leaves_it_uncertain(serve):
    serve(Slow("data"), f"{DISABLED}&timeout=1")
    with pytest.raises(MailUncertain):
        send()


def test_a_server_that_is_not_there_is_told(monkeypatch):
    address = f"smtp://127.0.0.1:{free_port()}/?{DISABLED}&retry_limit=1&from_email=foresail%40example.com"
    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_SMTP", address)
    with pytest.raises(MailRefused, match="did not answer"):
        send()
