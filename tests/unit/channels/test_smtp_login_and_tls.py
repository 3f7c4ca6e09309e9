"""SMTP: what a server may ask for before it takes mail."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from nurture.channels.smtp import Login
from nurture.errors import NotSetUp, Released
from nurture.values import replace
from tests.doubles.channels import a_message, smtp_channel
from tests.doubles.smtp import SmtpDouble

RIGHT, WRONG = Login(user="nurture", password="secret"), Login(user="nurture", password="wrong")


@pytest.fixture
def open_server() -> Iterator[SmtpDouble]:
    with SmtpDouble() as listening:
        yield listening


@pytest.fixture
def guarded() -> Iterator[SmtpDouble]:
    with SmtpDouble(login=(RIGHT.user, RIGHT.password)) as listening:
        yield listening


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for `localhost` that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def encrypting(certificate: Path) -> Iterator[SmtpDouble]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with SmtpDouble(tls=context, login=(RIGHT.user, RIGHT.password)) as listening:
        yield listening


def test_a_server_that_asks_for_a_login_gets_it(guarded: SmtpDouble) -> None:
    channel = replace(smtp_channel(guarded), login=RIGHT)
    channel.send(a_message())
    assert len(guarded.accepted) == 1
    assert channel.check().endswith("answers, logged in.")


@pytest.mark.parametrize("login", [WRONG, None], ids=["wrong password", "no login"])
def test_a_server_that_does_not_let_us_in_loses_nobody(guarded: SmtpDouble, login: Login | None) -> None:
    with pytest.raises(Released, match="NURTURE_SMTP_"):
        replace(smtp_channel(guarded), login=login).send(a_message())
    assert not guarded.accepted


def test_a_login_that_the_server_does_not_offer_is_released(open_server: SmtpDouble) -> None:
    with pytest.raises(Released, match="NURTURE_SMTP_USER"):
        replace(smtp_channel(open_server), login=RIGHT).send(a_message())


def test_the_check_says_what_to_do_about_a_refused_login(guarded: SmtpDouble) -> None:
    with pytest.raises(NotSetUp, match="NURTURE_SMTP_PASSWORD"):
        replace(smtp_channel(guarded), login=WRONG).check()


def test_starttls_comes_before_login_and_mail(encrypting: SmtpDouble, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    channel = replace(smtp_channel(encrypting), host="localhost", tls=trusting, login=RIGHT)
    channel.send(a_message())
    assert [mail.was_encrypted for mail in encrypting.accepted] == [True]
    assert channel.check().endswith("answers, over TLS, logged in.")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["nobody vouches", "the name differs"])
def test_a_certificate_that_proves_nothing_gets_no_mail(encrypting: SmtpDouble, host: str, certificate: Path) -> None:
    trusted = str(certificate) if host == "127.0.0.1" else None
    channel = replace(smtp_channel(encrypting), host=host, tls=ssl.create_default_context(cafile=trusted))
    with pytest.raises(Released, match="NURTURE_SMTP_STARTTLS"):
        channel.send(a_message())


def test_a_server_without_starttls_gets_no_mail_when_it_is_asked_for(open_server: SmtpDouble) -> None:
    channel = replace(smtp_channel(open_server), tls=ssl.create_default_context(), login=RIGHT)
    with pytest.raises(Released, match="NURTURE_SMTP_STARTTLS"):
        channel.send(a_message())
    assert not open_server.accepted
