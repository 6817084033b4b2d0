"""What an attack saw of the server, and what of it should not be."""
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Findings:
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def saw(self, text: str) -> None:
        self.seen.append(text)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Notes a fault unless `holds`."""
        if not holds:
            self.faults.append(otherwise)
