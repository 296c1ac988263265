"""A played conversation: lines in, blocks out."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.assemble import House
from bot.channels.base import Capabilities, Incoming, Receive
from bot.channels.terminal.who import Speaker, speaker_named
from bot.channels.text import as_text, fit, portions
from bot.refusal import Refusal, moment
from handlers.replies import Place, Say
from locales import DEFAULT, translator
from storage.photos import PhotoError, PhotoStore

MANNERS = {
    "terminal": Capabilities(
        buttons=False, pictures_in=True, pictures_out=False, pushes=False, longest=100_000
    ),
    "webchat": Capabilities(buttons=True, pictures_in=True, pictures_out=True, pushes=False, longest=4000),
    "sms": Capabilities(
        buttons=False,
        pictures_in=False,
        pictures_out=False,
        pushes=False,
        longest=486,
        unit="utf16",
        joins=True,
    ),
}
"""What the terminal can be made to behave like."""


async def converse(house: House, who: str, manner: str, record: Path | None = None) -> None:
    """Hold the conversation on standard input and output; `record` keeps it as a transcript.

    Raises:
        Refusal: nobody is called `who`, or there is no such channel.
    """
    if manner not in MANNERS:
        raise Refusal(f"no channel {manner}: choose one of {', '.join(MANNERS)}")
    speaker = await house.database.run(speaker_named, house.vault, who, house.demo)
    from bot.desk import Desk  # loads aiogram, 3 s: after everything that may refuse

    play = Play(house, speaker, manner)
    desk = Desk(house.database, await house.office(), lambda: play.clock())
    play.receive = desk.receive
    play.note(f"@now {house.clock():%Y-%m-%dT%H:%M}", f"@as {who}")
    await play.run()
    if record:
        await asyncio.to_thread(record.write_text, "\n".join(play.noted) + "\n", "utf-8")


class Play:
    """The state of a played conversation: who speaks, what time it is, what was answered last."""

    receive: Receive

    def __init__(self, house: House, speaker: Speaker, manner: str) -> None:
        self.house = house
        self.speaker = speaker
        self.manner = manner
        self.clock = house.clock
        self.last: Sequence[Say] = ()
        self.noted: list[str] = []
        self._tty = sys.stdin.isatty()

    async def run(self) -> None:
        """Line by line until the input ends."""
        while (line := await asyncio.to_thread(self._read)) is not None:
            try:
                await self._line(line)
            except Refusal as refusal:
                self._say(f"{refusal}\n")

    def note(self, *lines: str) -> None:
        """Write lines of the conversation down, as tests/transcripts keeps it."""
        self.noted += lines

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def _read(self) -> str | None:
        if self._tty:
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.buffer.readline()
        return line.decode("utf-8", "surrogateescape").rstrip("\r\n") if line else None

    async def _line(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        directions = {
            "@now": self._now, "@as": self._as, "@photo": self._photo, "@voice": self._voice,
            "@file": self._file, "@place": self._place, "@press": self._press,
        }  # fmt: skip
        self.note(line if word in directions else f"> {line}")
        if word in directions:
            await directions[word](rest.strip())
        else:
            await self._send(text=line)

    async def _now(self, text: str) -> None:
        stands = moment(text)
        self.clock = lambda: stands

    async def _as(self, who: str) -> None:
        self.speaker = await self.house.database.run(speaker_named, self.house.vault, who, self.house.demo)

    async def _photo(self, path: str) -> None:
        await self._send(photos=(await self._stored(path, self._store.put),))

    async def _voice(self, path: str) -> None:
        await self._send(voice=await self._stored(path, self._store.put_voice))

    async def _file(self, path: str) -> None:
        await self._send(files=(await self._stored(path, self._store.put_workbook),))

    async def _place(self, text: str) -> None:
        await self._send(place=place_named(text))

    @property
    def _store(self) -> PhotoStore:
        return PhotoStore(self.house.settings.photos_path)

    async def _stored(self, path: str, put: Callable[[bytes], str]) -> str:
        try:
            return put(await asyncio.to_thread(Path(path).read_bytes))
        except (OSError, PhotoError) as error:
            raise Refusal(f"cannot send {path}: {error or 'it is of no kind that is taken'}") from error

    async def _press(self, key: str) -> None:
        offered = [option for answer in self.last for option in (*answer.options, *answer.moves)]
        pressed = next((option.press for option in offered if option.key == key), None)
        if pressed is None:
            raise Refusal(f"no button {key} in the last answer")
        await self._send(press=pressed)

    async def _send(
        self,
        text: str = "",
        press: str | None = None,
        photos: tuple[str, ...] = (),
        voice: str | None = None,
        place: Place | None = None,
        files: tuple[str, ...] = (),
    ) -> None:
        incoming = Incoming(
            channel=self.speaker.channel, address=self.speaker.address, id=uuid.uuid4().hex, sent=self.clock(),
            text=text, press=press, photos=photos, who=self.speaker.person_id, place=place, voice=voice,
            files=files,
        )  # fmt: skip
        self.last = await self._heard(incoming)
        for answer in portions(self.last, MANNERS[self.manner]):
            for part in fit(answer, MANNERS[self.manner]):
                self._say(as_text(part))
                self.note(*(shown for shown in as_text(part).split("\n") if shown))
        self._say("")

    async def _heard(self, incoming: Incoming) -> Sequence[Say]:
        from bot.desk import TurnFailed

        try:
            return await self.receive(incoming)
        except TurnFailed:
            t = translator(DEFAULT)
            return [
                Say(t("Something went wrong here and nothing was saved. Please send it again in a moment."))
            ]


def place_named(text: str) -> Place:
    """A location as it is written down: 31.2304 121.4737 石关村委会.

    Raises:
        Refusal: no such place.
    """
    latitude, longitude, label = (*text.split(" ", 2), "", "", "")[:3]
    try:
        point = Place(float(latitude), float(longitude), label)
    except ValueError as error:
        raise Refusal("a place is written like 31.2304 121.4737 石关村委会") from error
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
        raise Refusal(f"there is no place {latitude} {longitude}: latitude first, in degrees")
    return point
