"""The real nginx, with the file of deploy/ and nothing of it changed but places and ports."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
NAME = "data.ashmere.example"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the pages, plain HTTP and TLS are on the loopback."""

    pages: int
    plain: int
    tls: int


@contextmanager
def running(folder: Path, ports: Ports) -> Iterator[Path]:
    """Run nginx before the pages; give its certificate."""
    certificate = certified(folder)
    whole = folder / "nginx.conf"
    whole.write_text(_whole(folder, _moved(folder, ports)), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(whole), "-e", str(folder / "errors.log")]
    tried = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        yield certificate
    finally:
        process.terminate()
        process.communicate()


def _moved(folder: Path, ports: Ports) -> str:
    text = CONFIGURATION.read_text(encoding="utf-8")
    moves = {
        "listen [::]:": "# listen [::]:",  # not every machine of tests has IPv6
        "listen 80": f"listen 127.0.0.1:{ports.plain}",
        "listen 443": f"listen 127.0.0.1:{ports.tls}",
        "127.0.0.1:8000": f"127.0.0.1:{ports.pages}",
        "/etc/ssl/beholden": str(folder),
        "/var/log/nginx": str(folder),
    }
    for said, put in moves.items():
        assert said in text, f"deploy/nginx.conf does not say {said} any more"
        text = text.replace(said, put)
    return text


def _whole(folder: Path, site: str) -> str:
    """Return the site within what Debian's own file has around it, for nobody in particular."""
    kept = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""daemon off;
pid {folder / "nginx.pid"};
worker_processes 1;
events {{ worker_connections 64; }}
http {{
{kept}
{site}
}}
"""


def certified(folder: Path) -> Path:
    """Write a key, and a certificate that nobody vouches for; return the latter."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate = folder / "fullchain.pem"
    certificate.write_bytes(made.public_bytes(pem))
    return certificate
