"""JSON of any size, read a piece at a time: the reader walks down, and takes whole only what is small."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from networking.exchange.formats.problems import Trouble, Unreadable

CHUNK = 1 << 20
LARGEST_VALUE = 16 << 20
_SPACE = " \t\r\n"


def _whole(digits: str) -> int:
    """A number of a file; of more digits than Python turns into one, nothing here knows the meaning."""
    return int(digits) if len(digits) < 100 else 0


class JsonStream:
    """A place in a JSON text. `Unreadable(CUT)` where the text ends too early, `BAD_VALUE` where it is no JSON."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._decode = json.JSONDecoder(parse_int=_whole).raw_decode

    def _fill(self) -> bool:
        if self._ended:
            return False
        more = self._file.read(max(CHUNK, len(self._text) - self._at))
        self._ended = not more
        self._text, self._at = self._text[self._at :] + more, 0
        return not self._ended

    def peek(self) -> str:
        """The next character that is no space."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._fill():
                raise Unreadable(Trouble.CUT)

    def expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise Unreadable(Trouble.BAD_VALUE, self._text[self._at : self._at + 20])
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                found, end = self._decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError):
                found, end = None, -1
            if end >= 0 and (end < len(self._text) or self._ended):
                self._at = end
                return found
            if len(self._text) - self._at > LARGEST_VALUE:
                raise Unreadable(Trouble.TOO_LARGE)
            if not self._fill():
                if end >= 0:
                    self._at = end
                    return found
                raise Unreadable(Trouble.CUT)

    def members(self) -> Iterator[str]:
        """The keys of an object; whoever asks for the next one has taken the value of the last."""
        self.expect("{")
        if self.peek() == "}":
            return self.expect("}")
        while True:
            key = self.value()
            self.expect(":")
            yield str(key)
            if self.peek() == "}":
                return self.expect("}")
            self.expect(",")

    def items(self) -> Iterator[None]:
        """Stops before each item of a list."""
        self.expect("[")
        if self.peek() == "]":
            return self.expect("]")
        while True:
            yield
            if self.peek() == "]":
                return self.expect("]")
            self.expect(",")
