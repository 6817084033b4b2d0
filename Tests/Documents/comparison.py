"""Whether a program's output is what a document shows.

Both are cut into pieces, between which blanks and line breaks do not count: a document may break long lines. `…` and
`...` stand for any pieces. Numbers agree by value to the digits that are shown, of which nine count: processors round
the last ones differently. Times, identifiers, tokens and entity tags agree where both are one. All other pieces must be
equal.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS, _MONTHS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# What differs from one time to the next, and agrees by its form.
_FORMS = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
    "time of a field": rf"(?:{_DAYS}), \d\d (?:{_MONTHS}) \d{{4}} \d\d:\d\d:\d\d GMT",
    "entity tag": r'\\?"[A-Za-z0-9+/]{22}\\?"',
    "token": r"dp_[0-9a-f]{12}_[0-9a-f]{64}",
    "UUID": r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "request": r"\b[0-9a-f]{8}-\d+\b",
    "digest": r"\b[0-9a-f]{64}\b",
    "plan": r"\b[0-9a-f]{32}\b",
    # One of digits alone would be a number; where one came, `shows` takes it.
    "bearer": r"\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{12}\b",
}
_OTHERS = {
    "elision": r"…|\.\.\.", "number": r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", "word": r"[^\W\d_]+", "sign": r"\S"}
_KINDS = list(_FORMS) + list(_OTHERS)
_PIECE = re.compile("|".join(f"({pattern})" for pattern in [*_FORMS.values(), *_OTHERS.values()]))
_DIGITS_THAT_COUNT = 9


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str
    # Where it begins in its text.
    start: int

    def shows(self, came: Piece) -> bool:
        if self.kind in _FORMS:
            return came.kind == self.kind or (
                self.kind == "bearer" and re.fullmatch("[0-9a-f]{12}", came.text) is not None)
        if self.kind == came.kind == "number":
            return _agree(self.text, came.text)
        return self.text == came.text


def difference(shown: str, came: str) -> str | None:
    """What is the matter, or None where the output is what is shown."""
    pieces = _pieces(came)
    segments: list[list[Piece]] = [[]]
    for piece in _pieces(shown):
        if piece.kind == "elision":
            segments.append([])
        else:
            segments[-1].append(piece)
    at = _agreeing(segments[0], pieces)
    if at < len(segments[0]):
        return _difference_at(segments[0][at], shown, pieces[at:], came)
    if len(segments) == 1:
        return _difference_beyond(pieces[at:], came)
    for segment in segments[1:-1]:
        found = next((start for start in range(at, len(pieces) + 1) if _is_at(segment, pieces[start:])), None)
        if found is None:
            return _nowhere(segment, shown)
        at = found + len(segment)
    last = segments[-1]
    end = pieces[max(at, len(pieces) - len(last)):]
    agreeing = _agreeing(last, end)
    if agreeing == len(last):
        return None
    return _difference_at(last[agreeing], shown, end[agreeing:], came) if agreeing else _nowhere(last, shown)


def _pieces(text: str) -> list[Piece]:
    return [Piece(_KINDS[(found.lastindex or 1) - 1], found[0], found.start()) for found in _PIECE.finditer(text)]


def _agree(shown: str, came: str) -> bool:
    """Whether a number is another to the digits shown, half a unit of the last one being nothing."""
    digits, _, exponent = shown.lower().partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    value = float(shown)
    return abs(float(came) - value) <= max(unit * 0.5000001, abs(value) * 10.0**-_DIGITS_THAT_COUNT)


def _agreeing(segment: list[Piece], came: list[Piece]) -> int:
    """How many pieces agree before the first that does not."""
    return next(
        (at for at, piece in enumerate(segment) if at == len(came) or not piece.shows(came[at])), len(segment))


def _is_at(segment: list[Piece], came: list[Piece]) -> bool:
    return _agreeing(segment, came) == len(segment)


def _difference_at(piece: Piece, shown: str, came: list[Piece], output: str) -> str:
    expected = _excerpt(shown, piece.start)
    return f"shows {expected}, and {_excerpt(output, came[0].start) if came else 'nothing more'} came"


def _difference_beyond(came: list[Piece], output: str) -> str | None:
    return f"shows nothing more, and {_excerpt(output, came[0].start)} came" if came else None


def _nowhere(segment: list[Piece], shown: str) -> str:
    return f"shows {_excerpt(shown, segment[0].start)}, which did not come behind the …"


def _excerpt(text: str, start: int) -> str:
    line = " ".join(text[start:start + 200].split())
    return f"`{line[:80]}{'…' if len(line) > 80 else ''}`"
