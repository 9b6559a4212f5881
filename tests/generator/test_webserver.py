"""deskbook_site.webserver."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from deskbook.errors import BuildError
from deskbook_site.webserver import serving


def test_a_folder_is_served_as_a_static_site(tmp_path: Path) -> None:
    """Pages by their folder, no listings, nothing above the folder."""
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "empty").mkdir()
    (tmp_path / "site" / "a" / "index.html").write_text("page a", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    with serving(tmp_path / "site") as address, httpx.Client(base_url=address, trust_env=False) as client:
        assert client.get("/a/").text == "page a"
        assert client.get("/a").status_code == 301
        assert [client.get(url).status_code for url in ("/empty/", "/b", "/%2e%2e/secret")] == [404, 404, 404]
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as client:
        client.get(address)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """The error names the port and the option."""
    with serving(tmp_path) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(BuildError, match=f"port {port} cannot be used") as caught, serving(tmp_path, port):
            pass
    assert "--port" in (caught.value.cure or "")
