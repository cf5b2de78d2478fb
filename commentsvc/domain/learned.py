"""A small classifier that knows nothing until a site's own moderators have decided: hashed logistic regression. No I/O.

What a comment consists of is hashed with a key of the site that is not in the database: neither the weights nor what is
kept of a decided comment can be searched for words without it. A model is what its examples, one after the other, make
of it and nothing else: leave one out and build it anew, and it never knew that one.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

BUCKETS = 1 << 16
ENOUGH_OF_EACH = 20
"""How many decided comments of each kind it must know before it says anything."""
_RATE = 3.0
_BIAS_RATE = 0.3
_MOST = 30.0  # beyond it nothing changes but the risk of overflow
_NAMED = 3


class Model:
    """Weights, and how many examples of each kind made them. A new one is neutral."""

    def __init__(self, weights: array[float] | None = None, bias: float = 0.0, spam: int = 0, honest: int = 0) -> None:
        self.weights = weights if weights is not None else array("f", bytes(4 * BUCKETS))
        self.bias, self.spam, self.honest = bias, spam, honest

    @property
    def speaks(self) -> bool:
        """Whether it knows enough of both kinds to be asked."""
        return min(self.spam, self.honest) >= ENOUGH_OF_EACH

    def score(self, buckets: Sequence[int]) -> int | None:
        """From 0 (surely honest) to 100 (surely spam); None while it does not speak, or when there is nothing to go
        by."""
        return round(100 * self._chance(buckets)) if self.speaks and buckets else None

    def learn(self, buckets: Sequence[int], *, spam: bool) -> None:
        """Take one decided comment in."""
        step = (1.0 if spam else 0.0) - self._chance(buckets)
        for bucket in buckets:
            self.weights[bucket] += _RATE * step * _share(buckets)
        self.bias += _BIAS_RATE * step
        self.spam += spam
        self.honest += not spam

    def reasons(self, traits: Mapping[str, str], key: bytes) -> list[str]:
        """The plain names of the traits that speak most strongly for spam, the strongest first; at most three."""
        weighed = [(self.weights[bucket_of(trait, key)], name) for trait, name in traits.items()]
        told: list[str] = []
        for weight, name in sorted(weighed, key=lambda pair: -pair[0]):
            bare = name.strip("“”")
            if (
                weight > 0
                and len(told) < _NAMED
                and not any(bare in other or other.strip("“”") in bare for other in told)
            ):
                told.append(name)
        return told

    def _chance(self, buckets: Sequence[int]) -> float:
        total = self.bias + _share(buckets) * sum(self.weights[bucket] for bucket in buckets)
        return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total))))


def build(examples: Iterable[tuple[Sequence[int], bool]]) -> Model:
    """The model that these examples (buckets; whether it is spam) make, in this order."""
    model = Model()
    for buckets, spam in examples:
        model.learn(buckets, spam=spam)
    return model


def bucket_of(trait: str, key: bytes) -> int:
    """Where a trait's weight stands. `key` has 16 to 64 bytes."""
    return int.from_bytes(blake2b(trait.encode(), digest_size=4, key=key).digest()) % BUCKETS


def buckets_of(traits: Iterable[str], key: bytes) -> list[int]:
    """The buckets of these traits in rising order, none twice: nothing of their order in the comment is left."""
    return sorted({bucket_of(trait, key) for trait in traits})


def pack_buckets(buckets: Sequence[int]) -> bytes:
    """Two bytes a bucket."""
    return _little(array("H", buckets)).tobytes()


def unpack_buckets(packed: bytes) -> list[int]:
    """The inverse of `pack_buckets`."""
    buckets = array("H")
    buckets.frombytes(packed)
    return _little(buckets).tolist()


def pack_weights(weights: array[float]) -> bytes:
    """The weights, deflated: most of them are zero."""
    return zlib.compress(_little(array("f", weights)).tobytes(), 1)


def unpack_weights(packed: bytes) -> array[float]:
    """The inverse of `pack_weights`."""
    weights = array("f")
    weights.frombytes(zlib.decompress(packed))
    return _little(weights)


def _little(numbers: array) -> array:  # type: ignore[type-arg]
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _share(buckets: Sequence[int]) -> float:
    """Long comments do not weigh more than short ones."""
    return 1 / math.sqrt(len(buckets) or 1)
