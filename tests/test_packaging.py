"""The wheel."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--wheel-dir",
        folder,
        ROOT,
    ]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_both_packages_theme_and_sample(wheel: Path) -> None:
    """Exactly the two import packages, with what they need to run without a checkout, and nothing of the tests."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"deskbook", "deskbook_site"}
    for needed in (
        "deskbook/py.typed",
        "deskbook_site/py.typed",
        "deskbook/sample/deskbook.toml",
        "deskbook/sample/tickets.ndjson",
        "deskbook/workflows/github.yml",
        *(f"deskbook/drafters/templates/{kind}.md.j2" for kind in ("breakfix", "faq", "how-to", "process")),
        "deskbook/similarity/fitted.json",
        "deskbook/text/conversations/trained.json.gz",
        "deskbook/text/redact/lexicon.txt",
        "deskbook_site/_theme/main.html",
        "deskbook_site/words/texts/fr.yml",
    ):
        assert needed in names
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


@pytest.mark.slow
def test_the_wheel_is_well_formed(wheel: Path) -> None:
    """check-wheel-contents has nothing to say but that there are two top-level names, both ours."""
    done = subprocess.run(
        [sys.executable, "-m", "check_wheel_contents", "--ignore", "W009", wheel],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_an_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    """`pip install deskbook && deskbook demo` works in a fresh environment, far from any checkout."""
    venv.create(tmp_path / "venv", with_pip=True)
    commands = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [commands / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], check=True
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    run = subprocess.run(
        [commands / "deskbook", "demo"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-3000:]
    assert "http://127.0.0.1" in run.stdout
    assert (tmp_path / "deskbook-demo" / "site" / "index.html").is_file()
    assert list((tmp_path / "deskbook-demo" / "site" / "forum").glob("*/index.html"))
    assert list((tmp_path / "deskbook-demo" / "content" / "drafts").glob("*.md"))
