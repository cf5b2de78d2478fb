"""A real timestamp authority: OpenSSL behind a small HTTP server on loopback, with a root and certificates of its own.

`Authority` makes the keys, `stamp` a token without any network, `serving` lets others ask. What goes wrong is told by
`misbehave`, which gets the request and the honest answer and gives the answer that is sent.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TIMESTAMPING = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
_CONFIG = """\
[tsa]
default_tsa = t
[t]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/between.pem
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ordering = {ordering}
tsa_name = yes
ess_cert_id_chain = {chain}
ess_cert_id_alg = {named_by}
"""


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run OpenSSL; the caller looks at how it ended."""
    program = shutil.which("openssl")
    assert program, "openssl is missing: install Debian's package of that name."
    return subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)  # noqa: S603 - tests' own


def new_key(kind: str) -> Any:
    """A private key: rsa, weak-rsa, ec or ed25519."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, 1024 if kind == "weak-rsa" else 2048)


@dataclass
class Certifier:
    """A certificate with its key, which may issue others."""

    certificate: x509.Certificate
    key: Any

    @property
    def pem(self) -> bytes:
        """The certificate's PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def certify(
    name: str,
    by: Certifier | None = None,
    *,
    ca: bool = False,
    key: str = "ec",
    usage: x509.ExtendedKeyUsage | None = None,
    critical: bool = True,
    days: tuple[int, int] = (-1, 365),
    path_length: int | None = None,
    signs: bool = True,
    issues: bool | None = None,
    more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Certifier:
    """A new certificate, signed by `by` or by itself; `days` is when it holds, counted from
    today; `issues` whether its key says that it may, else as `ca` and `signs` have it."""
    own = new_key(key)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    moment = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment + timedelta(days=days[0]))
        .not_valid_after(moment + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca, path_length), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(_key_usage(certificates=ca and signs if issues is None else issues, signs=signs), critical=True)
    )
    if usage:
        builder = builder.add_extension(usage, critical=critical)
    for extension, must in more:
        builder = builder.add_extension(extension, critical=must)
    signing = by.key if by else own
    return Certifier(builder.sign(signing, _hash_for(signing)), own)


def _key_usage(*, certificates: bool, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _hash_for(key: Any) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


class Authority:
    """`folder` holds what OpenSSL needs; `roots` is the PEM file whoever trusts it is given."""

    def __init__(
        self,
        folder: Path,
        signer: Certifier | None = None,
        between: tuple[Certifier, ...] = (),
        root: Certifier | None = None,
        **how: str,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.root = root or certify("Test Root", ca=True)
        self.signer = signer or certify("tsa.test", self.root, usage=TIMESTAMPING)
        self.roots = folder / "root.pem"
        self.roots.write_bytes(self.root.pem)
        folder.joinpath("between.pem").write_bytes(b"".join(one.pem for one in between) or self.root.pem)
        folder.joinpath("tsa.pem").write_bytes(self.signer.pem)
        folder.joinpath("tsa.key").write_bytes(
            self.signer.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        folder.joinpath("serial").write_text("01")
        chosen = {"digest": "sha256", "ordering": "yes", "chain": "no", "named_by": "sha256"} | how
        folder.joinpath("tsa.cnf").write_text(_CONFIG.format(folder=folder, **chosen))
        self._lock = threading.Lock()

    def answer(self, query: bytes) -> bytes:
        """The TimeStampResp to a TimeStampReq."""
        with self._lock:
            asked, replied = self.folder / "asked.tsq", self.folder / "replied.tsr"
            asked.write_bytes(query)
            done = openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", asked, "-out", replied)
            assert done.returncode == 0, done.stderr.decode()
            return replied.read_bytes()

    def stamp(self, message: bytes, digest: str = "sha256") -> bytes:
        """A TimeStampToken over `message`."""
        data, query, reply = (self.folder / name for name in ("data", "query.tsq", "reply.tsr"))
        data.write_bytes(message)
        done = openssl("ts", "-query", "-data", data, f"-{digest}", "-cert", "-out", query)
        assert done.returncode == 0, done.stderr.decode()
        reply.write_bytes(self.answer(query.read_bytes()))
        out = self.folder / "token.tst"
        done = openssl("ts", "-reply", "-in", reply, "-token_out", "-out", out)
        assert done.returncode == 0, done.stderr.decode()
        return out.read_bytes()

    def openssl_accepts(self, token: bytes, message: bytes) -> bool:
        """What the other implementation says: `openssl ts -verify` against the root, as of now."""
        file, data = self.folder / "to_verify.tst", self.folder / "to_verify.dat"
        file.write_bytes(token)
        data.write_bytes(message)
        done = openssl("ts", "-verify", "-in", file, "-token_in", "-data", data, "-CAfile", self.roots)
        return done.returncode == 0


@dataclass
class TsaServer:
    """`asked` holds every request's path, media type and body."""

    authority: Authority
    url: str = ""
    port: int = 0
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    misbehave: Callable[[bytes, bytes], tuple[int, bytes]] = lambda _query, reply: (200, reply)
    before_answering: Callable[[], None] = lambda: None

    def settings(self, **more: Any) -> dict[str, Any]:
        """What an operator sets to have this authority asked."""
        return {
            "tsa_url": self.url,
            "tsa_roots": str(self.authority.roots),
            "outbound_exceptions": f"127.0.0.1:{self.port}",
        } | more


@contextmanager
def serving(authority: Authority) -> Iterator[TsaServer]:
    """The authority on a loopback port."""
    server = TsaServer(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((self.path, self.headers["Content-Type"], query))
            server.before_answering()
            status, content = server.misbehave(query, server.authority.answer(query))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.port = http.server_port
    server.url = f"http://127.0.0.1:{http.server_port}/tsr"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
