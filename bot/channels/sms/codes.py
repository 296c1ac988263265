"""A provider's words for a refusal, as the errors that the sender knows, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.base import Later, Refused, SendError, Unreachable

CLOCK = "the clock of this machine is off by minutes: let it follow a time server"


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes of one provider mean; a code stands for all that begin with it.

    `clock`: the signature's time was not accepted. `gone`: nobody at that number, or they want none.
    `mend`: what the operator can do.
    """

    name: str
    busy: Sequence[str] = ()
    clock: Sequence[str] = ()
    gone: Sequence[str] = ()
    mend: Mapping[str, str] = field(default_factory=dict)

    def error(self, code: str, said: str = "") -> SendError:
        """The error for a code; `said` are the provider's own words, cleaned."""
        what = f"{self.name}: {code}{f' ({said})' if said else ''}"
        if code.startswith(tuple(self.clock)):
            return Later(f"{what}: {CLOCK}")
        if code.startswith(tuple(self.busy)):
            return Later(f"{what}: too many for now")
        if code.startswith(tuple(self.gone)):
            return Unreachable(f"{what}: the number takes no messages")
        mend = next((line for start, line in self.mend.items() if code.startswith(start)), "")
        return Refused(f"{what}: {mend}" if mend else what)
