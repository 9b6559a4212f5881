"""deskbook.toml."""

from pathlib import Path

import pytest

from deskbook import config
from deskbook.errors import ConfigError
from deskbook.model import Audience


def written(folder: Path, text: str) -> Path:
    path = folder / "deskbook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_a_whole_configuration(tmp_path: Path) -> None:
    """Everything has a default, and the defaults publish nothing that does not say so."""
    loaded = config.load(written(tmp_path, ""))

    assert loaded.content.audience is Audience.INTERNAL
    assert loaded.sources == ()


def test_a_source_keeps_the_options_of_its_type(tmp_path: Path) -> None:
    """Keys that deskbook does not know belong to the source's type."""
    loaded = config.load(
        written(tmp_path, '[[sources]]\nname = "forum"\ntype = "discourse-export"\npath = "x/*.json"\n')
    )

    assert loaded.sources[0].options == {"path": "x/*.json"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[projekt]\n", "did you mean 'project'"),
        ("[cluster]\nthreshhold = 0.5\n", "did you mean 'threshold'"),
        ("[cluster]\nthreshold = 5\n", "cluster.threshold"),
        ('[content]\naudience = "publik"\n', "content.audience"),
        ('[[sources]]\ntype = "irc"\n', "'sources.0.name' is missing"),
        ('[[sources]]\nname = "A B"\ntype = "irc"\n', "sources.0.name"),
        ('[[sources]]\nname = "a"\ntype = "irc"\n[[sources]]\nname = "a"\ntype = "irc"\n', "two sources"),
        ("[project\n", "TOML"),
    ],
)
def test_a_mistake_is_named_with_file_and_nearest_key(tmp_path: Path, text: str, said: str) -> None:
    """A wrong key or value stops the run, and the message says which and what was meant."""
    path = written(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        config.load(path)

    assert said in caught.value.what
    assert caught.value.where == str(path)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one error at a time."""
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, "[cluster]\nthreshold = 5\nmin_threads = 1\n[sight]\n"))

    assert len(caught.value.what.splitlines()) == 3


def test_the_nearest_file_above_is_found(tmp_path: Path) -> None:
    """deskbook works in every folder of a project, and says where it looked outside of one."""
    path = written(tmp_path, "")
    below = tmp_path / "content" / "dns"
    below.mkdir(parents=True)

    assert config.find(below) == path
    path.unlink()
    with pytest.raises(ConfigError, match="deskbook.toml"):
        config.find(below)
