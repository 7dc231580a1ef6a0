"""What a command shows while it works: a bar for bytes, a line with its time for each step."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from tqdm import tqdm


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title, then how long it took."""
    start = time.perf_counter()
    print(f"  {title:<44}", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" stopped", flush=True)
        raise
    print(f"{time.perf_counter() - start:6.1f} s", flush=True)


class Readable(Protocol):
    """All that COPY needs of a file."""

    def read(self, size: int, /) -> bytes: ...


def _bar(size: int, title: str) -> "tqdm[Any] | None":
    """A bar for so many bytes, 0 if that is not known; None where there is no terminal to show it."""
    if not sys.stdout.isatty():
        return None
    from tqdm import tqdm  # noqa: PLC0415  # slow to load, and a pipeline mostly runs where nobody looks on

    return tqdm(total=size or None, desc=f"  {title}", unit="B", unit_scale=True, leave=False)


class ReadWithBar:
    """A file whose reads move a progress bar (a bar on a terminal, one line elsewhere)."""

    def __init__(self, content: Readable, size: int, title: str) -> None:
        self._content = content
        self._start = time.perf_counter()
        self._title = title
        self._bar = _bar(size, title)

    def read(self, size: int) -> bytes:
        chunk = self._content.read(size)
        if self._bar is not None:
            self._bar.update(len(chunk))
        return chunk

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        print(f"  {self._title:<44}{time.perf_counter() - self._start:6.1f} s", flush=True)


class BlocksWithBar:
    """Blocks of bytes that move a progress bar on a terminal as they go by."""

    def __init__(self, blocks: Iterable[bytes], size: int, title: str) -> None:
        self._blocks = blocks
        self._size = size
        self._title = title

    def __iter__(self) -> Iterator[bytes]:
        bar = _bar(self._size, self._title)
        try:
            for block in self._blocks:
                if bar is not None:
                    bar.update(len(block))
                yield block
        finally:
            if bar is not None:
                bar.close()
