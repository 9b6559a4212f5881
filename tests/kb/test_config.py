"""deskbook.toml."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook import config
from deskbook.errors import ConfigError
from deskbook.model import ArticleKind, Audience, PlacementRule, Thread, ThreadKind
from deskbook.text.redact import SECRETS


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
        ('[[draft.rules]]\nsektion = "dns"\n', "did you mean 'section'"),
        ('[[draft.rules]]\ngroup = "Edge"\n', "decides nothing"),
        ('[[draft.rules]]\nsection = "../team"\n', "draft.rules.0.section"),
        ('[[draft.rules]]\naudience = "everybody"\n', "draft.rules.0.audience"),
        ('[site]\nlanguages = ["en", "EN"]\n', "site.languages.1"),
        ('[site]\nlanguages = ["fr", "fr"]\n', "twice"),
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


def test_a_condition_of_a_rule_is_one_or_a_list(tmp_path: Path) -> None:
    """Rules for drafts are read in order, as a drafter takes them."""
    loaded = config.load(
        written(
            tmp_path,
            '[[draft.rules]]\ngroup = "Edge"\nwords = ["purge", "cache"]\nsection = "edge/cache"\n'
            '[[draft.rules]]\naudience = "internal"\nkind = "process"\n',
        )
    )

    assert [rule.rule for rule in loaded.draft.rules] == [
        PlacementRule(group=("Edge",), words=("purge", "cache"), section="edge/cache"),
        PlacementRule(audience=Audience.INTERNAL, kind=ArticleKind.PROCESS),
    ]


def test_a_source_has_rules_of_its_own_for_redaction(tmp_path: Path) -> None:
    """`redact` of a source is read, and is no option of its type."""
    (source,) = config.load(
        written(
            tmp_path,
            '[[sources]]\nname = "a"\ntype = "irc"\nredact = {allow = ["x"], names = ["y"], keep = ["ip", "phone"]}\n',
        )
    ).sources

    assert (source.redact.allow, source.redact.names, source.redact.keep) == (("x",), ("y",), ("ip", "phone"))
    assert source.options == {}


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        *((label, "no source may keep") for label in sorted(SECRETS)),
        ("name", 'names = "keep"'),
        ("removed", "known are: account, address"),
        ("ipp", "known are: account, address"),
    ],
)
def test_no_source_may_keep_a_secret(tmp_path: Path, keep: str, said: str) -> None:
    """A label of a secret, and one that is no sort of data, stop the run, and the message says why."""
    path = written(tmp_path, f'[[sources]]\nname = "a"\ntype = "irc"\nredact = {{keep = ["ip", "{keep}"]}}\n')

    with pytest.raises(ConfigError) as caught:
        config.load(path)

    assert "sources.0.redact.keep" in caught.value.what
    assert said in caught.value.what


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """DESKBOOK_KEY is hexadecimal and long enough; anything else is said, and never shown."""
    monkeypatch.delenv("DESKBOOK_KEY", raising=False)
    assert config.environment_key() is None
    monkeypatch.setenv("DESKBOOK_KEY", f" {'ab' * 32}\n")
    assert config.environment_key() == b"\xab" * 32

    for wrong in ("secretword", "ab" * 15, "ab" * 65):
        monkeypatch.setenv("DESKBOOK_KEY", wrong)
        with pytest.raises(ConfigError) as caught:
            config.environment_key()
        assert wrong not in str(caught.value)


CHAT = '[[sources]]\nname = "a"\ntype = "irc"\n'


def test_a_source_says_how_people_are_called_and_who_allowed_it(tmp_path: Path) -> None:
    """Names, consent and those who opted out are keys of the source."""
    keys = 'names = "pseudonym"\nconsent = {by = "ada", notice = "x", models = true}\nopt_out = ["bo"]\n'
    (source,) = config.load(written(tmp_path, CHAT + keys)).sources

    assert source.names == "pseudonym"
    assert source.consent is not None
    assert (source.consent.by, source.consent.models, source.opt_out) == ("ada", True, ("bo",))
    assert source.options == {}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('names = "hide"\n', "sources.0.names"),
        ("consent = true\n", "sources.0.consent"),
        ('consent = {by = "ada"}\n', "'sources.0.consent.notice' is missing"),
        ('consent = {by = "", notice = "x"}\n', "sources.0.consent.by"),
    ],
)
def test_half_a_consent_is_none(tmp_path: Path, keys: str, told: str) -> None:
    """Who allowed it and where people are told are both needed."""
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, CHAT + keys))

    assert told in caught.value.what


@pytest.mark.parametrize("consent", [True, False])
def test_a_chat_is_shown_only_with_consent(tmp_path: Path, consent: bool) -> None:
    """Whatever is stored; the team may see it, and of sources that are not configured the store knows."""
    given = 'consent = {by = "ada", notice = "x"}\n' if consent else ""
    rules = config.load(written(tmp_path, CHAT + given))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    chat = Thread("a", "1", ThreadKind.CHAT, "x", (), now, now, audience=Audience.PUBLIC)

    assert rules.shows(chat, Audience.PUBLIC) is consent
    assert rules.shows(chat, Audience.INTERNAL)
    assert rules.shows(replace(chat, source="b"), Audience.PUBLIC)
    assert rules.shows(replace(chat, kind=ThreadKind.TOPIC), Audience.PUBLIC)
    assert not rules.shows(replace(chat, audience=Audience.INTERNAL), Audience.PUBLIC)
