"""Calls of a provider that cannot have left, over real sockets, told apart from those that may have."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.delivery.channels.errors import Fault, Judgement, Verdict, judge

NOT_LEFT = (Verdict.LATER, "", Fault.FAILED)
IN_DOUBT = (Verdict.UNKNOWN, "", Fault.FAILED)
Client = Callable[[socket.socket], Any]


@contextmanager
def server(answer: Client) -> Iterator[int]:
    """A port where each connection gets this answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        try:
                            answer(connection)
                        except OSError:
                            continue
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def judged(url: str, *, proxy: str = "", credentials: bool = True) -> Judgement:
    """What is made of a push that somebody publishes there."""
    session = botocore.session.Session()
    if credentials:
        session.set_credentials("key", "secret")
    config = Config(
        retries={"total_max_attempts": 1},
        connect_timeout=2,
        read_timeout=0.5,
        proxies={"http": proxy, "https": proxy} if proxy else {},
    )
    sns = session.create_client("sns", region_name="us-east-1", endpoint_url=url, config=config)
    with pytest.raises(BotoCoreError) as caught:
        sns.publish(TargetArn="arn:aws:sns:us-east-1:1:endpoint/GCM/app/1", Message="x")
    return judge(caught.value)


def test_nobody_listens() -> None:
    """QUEUE-10: nothing has left, and it may be sent again; a push as well."""
    assert judged(f"http://127.0.0.1:{closed_port()}") == NOT_LEFT


def test_the_proxy_is_not_there() -> None:
    """QUEUE-10"""
    assert judged("http://sns.example", proxy=f"http://127.0.0.1:{closed_port()}") == NOT_LEFT


def test_nothing_to_sign_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-10: a fault of our set-up, before any call."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    assert judged(f"http://127.0.0.1:{closed_port()}", credentials=False) == NOT_LEFT


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    """QUEUE-10: the handshake ends before the request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    with server(lambda connection: context.wrap_socket(connection, server_side=True).recv(1)) as port:
        assert judged(f"https://127.0.0.1:{port}") == NOT_LEFT


def certificate(folder: Path) -> Path:
    """One that signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return folder / "both.pem"


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection: connection.recv(65536),
        lambda connection: threading.Event().wait(1) and connection,
    ],
    ids=["hung up after the request", "no answer in time"],
)
def test_the_answer_did_not_come(answer: Client) -> None:
    """QUEUE-10: it may have left, and is not sent again on suspicion."""
    with server(answer) as port:
        assert judged(f"http://127.0.0.1:{port}") == IN_DOUBT


def test_what_is_not_tls_may_be_anything() -> None:
    """QUEUE-10: of a connection that broke at a place unknown nobody says that nothing left; it counts for the
    breaker."""
    with server(lambda connection: connection.sendall(b"HTTP/1.1 400 no\r\n\r\n")) as port:
        assert judged(f"https://127.0.0.1:{port}") == IN_DOUBT
