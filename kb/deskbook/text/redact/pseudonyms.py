"""A public name -> a name that can be read and tells nothing: `brisk-otter-4172`."""

from __future__ import annotations

import hashlib
import re

# None of them is a name that people have, nor says anything of the person.
_QUALITIES = tuple(
    "agile airy ample azure bold brisk calm cobalt copper crimson cubic deft eager early earthen fleet fluffy fresh gilded glossy "
    "golden hardy hazy humble indigo ivory jolly keen lively lofty lucid lunar lush mellow merry misty mossy nimble noble olive "
    "patient placid plucky polar proud purple quiet rapid royal russet scarlet serene silver snowy spry steady sturdy sunny tawny "
    "tidal tranquil vivid warm windy witty".split()
)
_ANIMALS = tuple(
    "alpaca antelope badger beaver bison bobcat buffalo camel caribou cheetah condor cougar coyote cricket dolphin donkey eagle "
    "egret falcon ferret gazelle gecko gibbon giraffe goose gopher hamster hedgehog heron hornet ibex iguana impala jackal jaguar "
    "koala lemur leopard llama lobster magpie marmot meerkat mongoose moose narwhal ocelot osprey otter panther pelican penguin "
    "pheasant puffin quail rabbit raccoon reindeer salmon squirrel stork tapir walrus wombat".split()
)
_NUMBERS = 10_000
PSEUDONYM = re.compile(rf"(?:{'|'.join(_QUALITIES)})-(?:{'|'.join(_ANIMALS)})-[0-9]{{4}}")


def called(name: str, source: str, key: bytes) -> str:
    """What somebody is called in all threads of a source, by the name they wrote under, in any spelling of case.

    A keyed digest (BLAKE2b) chooses among 41 million: of 1,000 people hardly ever two get the same, of 10,000 about two do.
    Whoever does not have the key cannot find out by trying names. What is a pseudonym already stays.
    """
    if PSEUDONYM.fullmatch(name):
        return name
    told = f"{source}\0{' '.join(name.split()).casefold()}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(told, key=key, digest_size=8, person=b"deskbook authors").digest()
    rest, number = divmod(int.from_bytes(digest, "big"), _NUMBERS)
    rest, animal = divmod(rest, len(_ANIMALS))
    return f"{_QUALITIES[rest % len(_QUALITIES)]}-{_ANIMALS[animal]}-{number:04}"
