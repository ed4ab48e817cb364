"""The files of deploy/ say what Parks reads, and the tools they are written for can read them, where there are any."""

import re
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are not worth a dependency for one test

from parks.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OF_TESTS = {"PARKS_PICTURES"}  # what README says of taking its own pictures anew
TEXTS = sorted(one for one in [*DEPLOY.rglob("*"), ROOT / "README.md"] if one.is_file())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = {one.removesuffix("_FILE") for one in re.findall(r"\bPARKS_[A-Z0-9_]*[A-Z0-9]\b", path.read_text())}
    assert named - OF_TESTS <= {f"PARKS_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def test_compose_hands_over_every_secret_it_names_and_keeps_them_out_of_the_image(compose: dict[str, Any]) -> None:
    for name in ("app", "worker", "migrate"):
        service = compose["services"][name]
        files = {value for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert files == {f"/run/secrets/{one}" for one in service["secrets"]}
    used = {one for service in compose["services"].values() for one in service["secrets"]}
    assert used == set(compose["secrets"])
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text().split()
    assert "deploy/secrets" in (ROOT / ".gitignore").read_text().split()


def test_compose_believes_the_gateway_that_the_proxy_comes_through_and_nobody_else(compose: dict[str, Any]) -> None:
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    trusted = compose["services"]["app"]["environment"]["PARKS_TRUSTED_PROXIES"]
    assert trusted == network["gateway"]
    assert ip_address(trusted) in ip_network(network["subnet"])
    assert compose["services"]["app"]["ports"] == ["127.0.0.1:8000:8000"], "nobody but the proxy reaches it"


def test_nginx_reads_its_file_and_compresses_no_page(tmp_path: Path) -> None:
    """Compressed pages would let form marks be guessed (BREACH); `gzip_types` alone never leaves HTML out."""
    written = (DEPLOY / "nginx.conf").read_text()
    outside = re.sub(r"location /static/ \{.*?\n    \}", "", re.sub(r"#.*", "", written), flags=re.DOTALL)
    assert "gzip on" not in outside
    if (nginx := shutil.which("nginx")) is None:
        pytest.skip("no nginx on this machine")
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=parks.test"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*asked, *files], check=True, capture_output=True)
    whole = tmp_path / "nginx.conf"
    logs = f"pid {tmp_path}/pid; error_log {tmp_path}/log;"
    whole.write_text(f"{logs} events {{}} http {{ {written.replace('/etc/parks/tls', str(tmp_path))} }}")
    told = subprocess.run([nginx, "-t", "-c", whole], check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def test_systemd_reads_its_units_without_a_word(tmp_path: Path) -> None:
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("no systemd on this machine")
    units = []
    for unit in (DEPLOY / "systemd").glob("parks*"):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/opt/parks/bin/parks", "/bin/true"))  # what is not installed here
        units.append(copy)
    told = subprocess.run([analyze, "verify", *units], check=False, capture_output=True, text=True)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")
