"""One kept answer: its bytes in the forms that clients ask for, and how to make it anew."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from commentsvc.adapters.logs import REQUEST_ID
from commentsvc.usecases.deps import Deps

WORTH_PACKING = 500

Key = tuple[str, str]
Headers = list[tuple[str, str]]
Has = Callable[[str], bool]
"""Whether who asks has the answer with this tag already."""
Made = tuple[str, bytes | None]
"""An answer's tag and its body; no body where it is there already."""
Make = Callable[[Deps, Has], Made]

_OWN = frozenset({REQUEST_ID.lower(), "content-length", "content-encoding", "date", "connection"})
"""Headers of one answer, which is not the next one's."""


@dataclass(slots=True)
class Kept:
    """One answer. `stamp` is the site's when it was right; `make` makes it as it is now, without a request.

    The packed form is made when somebody asks for it, and of its followers at once.
    """

    site_id: str
    key: Key
    etag: str
    stamp: Hashable | None
    right_at: float
    common: Headers
    whole: bytes
    make: Make
    used: bool = False
    packed: bytes = b""
    headers: Headers = field(init=False)
    bare_headers: Headers = field(init=False)
    packed_headers: Headers = field(init=False)

    def __post_init__(self) -> None:
        others = [(name, value) for name, value in self.common if name.lower() not in _OWN | {"etag"}]
        self.common = [*others, ("ETag", self.etag)]
        self.headers = [*self.common, ("Content-Length", str(len(self.whole)))]
        self.bare_headers = [(name, value) for name, value in self.common if name.lower() != "content-type"]
        self.packed_headers = []

    @property
    def size(self) -> int:
        """Bytes it takes, about; the address is a stranger's and may be longer than the answer."""
        return len(self.whole) + len(self.packed) + len(self.key[0]) + len(self.key[1]) + 2000

    @property
    def worth_packing(self) -> bool:
        """Whether there should be one."""
        return len(self.whole) > WORTH_PACKING

    def pack(self) -> None:
        """Make the packed form. Harmless twice."""
        packed = gzip.compress(self.whole, 6, mtime=0)
        self.packed_headers = [*self.common, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
        self.packed = packed

    def follow(self, tag: str, body: bytes, stamp: Hashable | None, moment: float) -> Kept:
        """The answer that takes its place, in the same forms."""
        made = Kept(self.site_id, self.key, weak(tag), stamp, moment, self.common, body, self.make)
        if self.packed and made.worth_packing:
            made.pack()
        return made


def weak(tag: str) -> str:
    """The tag as a header has it. The packed and the unpacked answer are the same one."""
    return f'W/"{tag}"'
