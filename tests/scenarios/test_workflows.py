"""The workflows that `deskbook init --ci` writes: sound in form, safe, and each of their steps really runs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from deskbook.cli.main import cli
from deskbook.stages.init import WORKFLOWS
from forge_server import PROJECT, TOKEN, Fault, ForgeServer, forge_server

BIN = Path(sys.executable).parent
FOLDER = Path(str(files("deskbook").joinpath("workflows")))
ACTIONS = {"checkout", "setup-python", "cache/restore", "cache/save", "upload-pages-artifact", "deploy-pages"}
MESSAGES = [
    {"author": "Ana", "role": "customer", "text": "Purging a single page answers 403. What is wrong?"},
    {"author": "Bo", "role": "agent", "text": "The token lacks the purge scope. Open the token page, tick purge and save it."},
]  # fmt: skip
TICKET = {
    "id": "1", "title": "Purging one page answers 403", "created": "2026-01-01T00:00:00Z", "resolved": True, "marked": True,
    "group": "Desk", "messages": MESSAGES,
}  # fmt: skip
CONFIG = """
[draft.owners]
Desk = "support"

[[sources]]
name = "desk"
type = "jsonl"
path = "threads.jsonl"

[propose]
forge = "{kind}"
url = "{api}"
project = "{project}"
"""


def workflow(kind: str) -> dict[str, Any]:
    """The file as its host reads it; YAML 1.1 takes the key `on` for true."""
    value = yaml.safe_load((FOLDER / f"{kind}.yml").read_text(encoding="utf-8"))
    return {"on" if key is True else key: entry for key, entry in value.items()}


@dataclass
class Host:
    """What runs jobs: each in a new checkout, with what the last one kept."""

    kind: str
    forge: ForgeServer
    folder: Path
    runs: int = 0
    printed: str = ""
    ran: set[str] = field(default_factory=set)

    @property
    def kept(self) -> Path:
        return self.folder / "kept"

    def job(self, name: str, ref: str = "main") -> Path:
        """Run one job on a branch and return its checkout. It must end well."""
        self.runs += 1
        checkout = self.folder / f"checkout-{self.runs}"
        subprocess.run(["git", "clone", "--quiet", "-b", ref, str(self.forge.repository), str(checkout)], check=True)
        run = self._gitlab_job if self.kind == "gitlab" else self._steps
        run(workflow(self.kind), name, checkout)
        return checkout

    def _steps(self, flow: dict[str, Any], name: str, checkout: Path) -> None:
        failed = set()
        for step in flow["jobs"][name]["steps"]:
            if action := step.get("uses"):
                self._action(action, step.get("with", {}), checkout)
                continue
            condition = step.get("if", "always()")
            if outcome := re.fullmatch(r"steps\.(\w+)\.outcome == 'failure'", condition):
                if outcome[1] not in failed:
                    self.ran.add(step["run"])
                    continue
            else:
                assert condition == "always()"
            extra = {key: self._value(value) for key, value in step.get("env", {}).items()}
            code = self._shell(step["run"], checkout, extra)
            assert code == 0 or step.get("continue-on-error"), (step["run"], self.printed)
            failed |= {step.get("id")} if code else set()

    def _gitlab_job(self, flow: dict[str, Any], name: str, checkout: Path) -> None:
        job = flow[name]
        cached = job.get("cache", {}).get("paths", [])
        assert set(cached) <= {".deskbook/"}
        if cached and self.kept.exists():
            shutil.copytree(self.kept, checkout / ".deskbook")
        base = self.forge.git("rev-parse", "main").strip()
        lines = "\n".join([*flow["default"]["before_script"], *job["script"]])
        code = self._shell(lines, checkout, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "DESKBOOK_TOKEN": TOKEN})
        assert code == 0, self.printed
        if cached and job["cache"].get("policy") != "pull":
            shutil.rmtree(self.kept, ignore_errors=True)
            shutil.copytree(checkout / ".deskbook", self.kept)
        for path in job.get("artifacts", {}).get("paths", []):
            assert (checkout / path).exists()

    def _action(self, name: str, given: dict[str, Any], checkout: Path) -> None:
        action = name.partition("@")[0].partition("actions/")[2]
        assert action in ACTIONS
        if action == "cache/restore" and self.kept.exists():
            shutil.copytree(self.kept, checkout / given["path"])
        if action == "cache/save":
            shutil.rmtree(self.kept, ignore_errors=True)
            shutil.copytree(checkout / given["path"], self.kept)
        if action == "upload-pages-artifact":
            assert (checkout / given["path"] / "index.html").is_file()

    def _value(self, text: str) -> str:
        known = {
            "github.base_ref": "main",
            "github.server_url": str(self.forge.repository.parent),
            "github.repository": self.forge.repository.name,
            "secrets.DESKBOOK_TOKEN || github.token": TOKEN,
            "secrets.EXPORTS_KEY": "",
            "secrets.EXPORTS_HOST": "",
        }
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], text)

    def _shell(self, script: str, checkout: Path, extra: dict[str, str]) -> int:
        self.ran.add(script)
        tools = self.folder / "tools"
        environment = {
            "PATH": f"{tools}:{BIN}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_SHA": "0123456",
            **extra,
        }
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=checkout, env=environment, capture_output=True, check=False
        )
        self.printed = (done.stdout + done.stderr).decode("utf-8", "replace")
        return done.returncode


@pytest.fixture(name="host", params=WORKFLOWS)
def _host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    kind, remote, desk = request.param, tmp_path / "remote.git", tmp_path / "desk"
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "pip").write_text('#!/bin/sh\ntest "$*" = "install deskbook"\n', encoding="utf-8")
    (tmp_path / "tools" / "pip").chmod(0o755)
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(remote)], check=True)
    with forge_server(kind, remote) as forge:
        assert CliRunner().invoke(cli, ["init", str(desk), "--ci", kind]).exit_code == 0
        assert (desk / WORKFLOWS[kind]).read_bytes() == (FOLDER / f"{kind}.yml").read_bytes()
        with (desk / "deskbook.toml").open("a", encoding="utf-8") as file:
            file.write(CONFIG.format(kind=kind, api=forge.api, project=PROJECT))
        (desk / "threads.jsonl").write_text(json.dumps(TICKET), encoding="utf-8")
        for words in (["init", "--quiet", "-b", "main"], ["add", "--all"], ["commit", "--quiet", "-m", "x"], ["push", "--quiet", str(remote), "main"]):  # fmt: skip
            subprocess.run(
                ["git", "-C", str(desk), "-c", "user.name=A", "-c", "user.email=a@x.example", *words], check=True
            )
        yield Host(kind, forge, tmp_path)


@pytest.mark.slow
def test_a_night_a_review_and_a_publication(host: Host) -> None:
    """A ticket becomes a request, the request is checked, once it is merged the site is built, and the next night proposes nothing;
    in doing so every step was run."""
    host.job("drafts")
    (request,) = host.forge.pulls
    assert "Purging one page answers 403" in request.body

    host.job("check", request.branch)
    host.forge.finish(request, "merged", remove_branch=True)

    site = {"github": "site", "gitlab": "pages", "forgejo": "publish"}[host.kind]
    checkout = host.job(site)
    assert (checkout / ("public" if host.kind == "gitlab" else "site") / "index.html").is_file()
    if host.kind == "forgejo":
        assert "index.html" in host.forge.git("ls-tree", "--name-only", "pages").split()

    host.job("drafts")
    assert len(host.forge.pulls) == 1
    if host.kind != "gitlab":
        steps = [step["run"] for job in workflow(host.kind)["jobs"].values() for step in job["steps"] if "run" in step]
        assert set(steps) <= host.ran


@pytest.mark.slow
def test_a_store_is_not_kept_where_the_drafts_were_not_proposed(host: Host) -> None:
    """Else the next night would take them for deleted; it proposes them."""
    host.forge.faults.append(Fault("GET", 401))
    with pytest.raises(AssertionError, match="refuses the token"):
        host.job("drafts")
    assert not host.kept.exists()

    host.job("drafts")
    assert len(host.forge.pulls) == 1


@pytest.mark.parametrize(
    ("kind", "schema"), [("github", "github-workflows"), ("forgejo", "github-workflows"), ("gitlab", "gitlab-ci")]
)
def test_the_form_is_that_of_the_host(kind: str, schema: str) -> None:
    """By the schemas that check-jsonschema holds; Forgejo takes the form of GitHub."""
    words = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", FOLDER / f"{kind}.yml"]
    done = subprocess.run(words, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("kind", ["github", "forgejo"])
def test_a_linter_finds_nothing_unsafe(kind: str, tmp_path: Path) -> None:
    """zizmor knows unpinned actions, wide rights, leaked credentials, and names that others choose in scripts."""
    path = tmp_path / ".github" / "workflows" / f"{kind}.yml"
    path.parent.mkdir(parents=True)
    shutil.copy(FOLDER / f"{kind}.yml", path)
    done = subprocess.run([BIN / "zizmor", "--offline", "--no-progress", path], capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("kind", ["github", "forgejo"])
def test_no_job_has_more_rights_than_it_uses(kind: str) -> None:
    """None by default, writing only where something is written; actions are pinned to a commit, and no credentials stay in git."""
    flow = workflow(kind)

    assert flow["permissions"] == {}
    assert "pull_request_target" not in flow["on"]
    assert flow["jobs"]["check"]["permissions"] == {"contents": "read"}
    assert flow["jobs"]["drafts"]["permissions"] == {"contents": "write", "pull-requests": "write"}
    for step in (step for job in flow["jobs"].values() for step in job["steps"] if "uses" in step):
        assert re.search(r"@[0-9a-f]{40}$", step["uses"])
        if "checkout@" in step["uses"]:
            assert step["with"]["persist-credentials"] is False
