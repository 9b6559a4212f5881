"""Branches of a remote, over real git's own HTTP protocol: with which login, and what of it is told."""

import base64
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deskbook.errors import ProposalError
from deskbook.library.remote import Login, Remote

SECRET = "s3cret"


@dataclass
class GitServer:
    """A bare repository behind a password. `given` are the logins that were tried."""

    folder: Path
    address: str = ""
    given: list[str] = field(default_factory=list)

    def git(self, *words: str) -> str:
        return git(self.folder / "help.git", *words)


def git(at: Path, *words: str) -> str:
    """What git says somewhere."""
    done = subprocess.run(["git", "-C", str(at), *words], check=True, capture_output=True)
    return done.stdout.decode("utf-8").strip()


@contextmanager
def git_server(folder: Path) -> Iterator[GitServer]:
    """A server on this machine that runs `git http-backend` for whoever knows the password."""
    state = GitServer(folder)

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            login = self.headers.get("Authorization", "")
            if login:
                state.given.append(base64.b64decode(login.partition(" ")[2]).decode())
            if login != "Basic " + base64.b64encode(f"oauth2:{SECRET}".encode()).decode():
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            environment = {
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REMOTE_USER": "x",
            }
            sent = self._sent()
            done = subprocess.run(["git", "http-backend"], input=sent, env=environment, capture_output=True, check=True)
            head, _, body = done.stdout.partition(b"\r\n\r\n")
            headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.send_response(int(headers.pop("Status", "200").split()[0]))
            for name, value in (*headers.items(), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _sent(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        do_GET = do_POST = _do  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(name="server")
def _server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitServer]:
    keeper = tmp_path / "keeper"
    keeper.write_text(f"#!/bin/sh\ncat >> {tmp_path}/kept\n", encoding="utf-8")
    keeper.chmod(0o755)
    (tmp_path / "gitconfig").write_text(f"[credential]\n\thelper = {keeper}\n[http]\n\tproxy =\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    served = tmp_path / "served"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(served / "help.git")], check=True)
    desk = tmp_path / "desk"
    subprocess.run(["git", "init", "--quiet", "-b", "main", str(desk)], check=True)
    (desk / "page.md").write_text("x\n", encoding="utf-8")
    git(desk, "add", "--all")
    git(desk, "-c", "user.name=A", "-c", "user.email=a@x.example", "commit", "--quiet", "-m", "x")
    git(desk, "push", "--quiet", str(served / "help.git"), "main")
    with git_server(served) as state:
        yield state


@pytest.mark.parametrize("stale", ["", "ci:old@"])
def test_the_token_logs_in_and_is_kept_nowhere(server: GitServer, tmp_path: Path, stale: str) -> None:
    """Where the remote is on the forge: instead of a login in the address, and past the programs that would keep it."""
    desk = tmp_path / "desk"
    git(desk, "remote", "add", "origin", f"{server.address.replace('://', f'://{stale}')}/help.git")
    remote = Remote(desk, "origin")
    remote.log_in(Login(server.address, "oauth2", SECRET))
    base = remote.tips("main")["main"]
    commit = remote.commit(base, {"content/drafts/é.md": b"Draft.\n"}, "Propose 1 draft\n")

    assert remote.main() == "main"
    assert remote.push(commit, "deskbook/drafts", None)
    assert server.git("show", "deskbook/drafts:content/drafts/é.md") == "Draft."
    assert server.git("log", "-1", "--format=%an <%ae>", "deskbook/drafts") == "deskbook <deskbook@localhost>"
    assert set(server.given) == {f"oauth2:{SECRET}"}
    assert not (tmp_path / "kept").exists()
    assert SECRET not in (desk / ".git" / "config").read_text(encoding="utf-8")


def test_no_other_server_gets_the_token(server: GitServer, tmp_path: Path) -> None:
    """Not even one on another port; and what git says is told without the login of the address."""
    desk = tmp_path / "desk"
    git(desk, "remote", "add", "origin", f"{server.address.replace('://', '://ci:hunter2@')}/help.git")
    remote = Remote(desk, "origin")
    remote.log_in(Login("http://127.0.0.1:1", "oauth2", SECRET))

    with pytest.raises(ProposalError) as caught:
        remote.tips("main")
    assert f"oauth2:{SECRET}" not in server.given
    assert "hunter2" not in str(caught.value)
    assert "ls-remote" in caught.value.what


def test_a_branch_that_moved_is_not_pushed_over(server: GitServer, tmp_path: Path) -> None:
    """Not one that somebody else moved or made meanwhile."""
    desk = tmp_path / "desk"
    git(desk, "remote", "add", "origin", str(server.folder / "help.git"))
    remote = Remote(desk, "origin")
    base = remote.tips("main")["main"]
    mine, theirs = (remote.commit(base, {"a.md": text}, "x") for text in (b"mine\n", b"theirs\n"))
    assert remote.push(theirs, "b", None)

    assert not remote.push(mine, "b", None)
    assert not remote.push(mine, "b", base)
    assert remote.tips("b") == {"b": theirs}
    assert remote.push(mine, "b", theirs)


def test_git_that_cannot_is_told(tmp_path: Path) -> None:
    """No repository, no such remote."""
    with pytest.raises(ProposalError, match="not a git repository"):
        Remote(tmp_path, "origin")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    with pytest.raises(ProposalError, match="no remote 'origin'"):
        Remote(tmp_path, "origin")
