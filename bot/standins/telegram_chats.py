"""The chats behind the stand-in for the Bot API: what may be sent to them, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.standins.telegram_phone import Content, Post, TelegramPhone, keyboard_of, payloads

LONGEST = 4096
MOST_BYTES = 64
FIRST_PERSON = 700_000_001


@dataclass(frozen=True, slots=True)
class Fault:
    """How the next call of a method goes wrong.

    `status` 0 breaks the connection; `after` is the wait that a 429 asks for; `html` answers a page;
    `taken`: what was asked for is done, and only then it goes wrong.
    """

    status: int = 0
    description: str = "Internal Server Error"
    after: int = 0
    html: bool = False
    taken: bool = False


class Wrong(Exception):
    """A call that Telegram refuses."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class Chats:
    """The phones, who has blocked the bot, and the files that were sent."""

    def __init__(self, post: Post) -> None:
        self.answered: list[str] = []
        self.files: dict[str, bytes] = {}
        self._post = post
        self._phones: dict[str, TelegramPhone] = {}
        self._blocked: set[int] = set()

    def phone(self, who: str, kind: str) -> TelegramPhone:
        """Whoever is called so; met for the first time they get a chat with the bot."""
        if who not in self._phones:
            number = FIRST_PERSON + len(self._phones)
            self._phones[who] = TelegramPhone(self._post, number if kind == "private" else -number, who, kind)
        return self._phones[who]

    def keep_file(self, content: bytes) -> Content:
        """Store a file that was sent."""
        name = f"file-{len(self.files)}"
        self.files[name] = content
        return {"file_id": name, "file_unique_id": name, "file_size": len(content)}

    def send_message(self, form: Mapping[str, Any]) -> Content:
        """Show a text."""
        text = str(form.get("text", ""))
        if not text.strip():
            raise Wrong(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            raise Wrong(400, "Bad Request: message is too long")
        return self._chat(form).shown({"text": text, **self._keyboard(form)})

    def send_photo(self, form: Mapping[str, Any]) -> Content:
        """Show a picture."""
        part = form[str(form["photo"]).removeprefix("attach://")]
        content = part.file.read()
        photo = [{**self.keep_file(content), "width": 1, "height": 1}]
        return self._chat(form).shown({"photo": photo, **self._keyboard(form)}, content)

    def edit(self, form: Mapping[str, Any]) -> Content:
        """Change a message: its text, its buttons."""
        message = self._chat(form).sent.get(int(form["message_id"]))
        if message is None:
            raise Wrong(400, "Bad Request: message to edit not found")
        changed = {**message, "text": form.get("text", message.get("text"))}
        changed.pop("reply_markup", None)
        changed |= self._keyboard(form)
        if changed == message:
            raise Wrong(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        message |= changed
        return {**message, "chat": {"id": int(form["chat_id"]), "type": "private"}}

    def answer(self, form: Mapping[str, Any]) -> bool:
        """The mark on a pressed button goes."""
        self.answered.append(str(form["callback_query_id"]))
        return True

    def get_file(self, form: Mapping[str, Any]) -> Content:
        """Where a file can be fetched."""
        name = str(form["file_id"])
        if name not in self.files:
            raise Wrong(400, "Bad Request: invalid file_id")
        size = len(self.files[name])
        return {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": name}

    def _chat(self, form: Mapping[str, Any]) -> TelegramPhone:
        number = int(form["chat_id"])
        found = next((phone for phone in self._phones.values() if phone.number == number), None)
        if found is None:
            raise Wrong(400, "Bad Request: chat not found")
        if number in self._blocked:
            raise Wrong(403, "Forbidden: bot was blocked by the user")
        return found

    def _keyboard(self, form: Mapping[str, Any]) -> Content:
        keyboard = keyboard_of(form)
        if any(len(payload.encode()) > MOST_BYTES for payload in payloads(keyboard)):
            raise Wrong(400, "Bad Request: BUTTON_DATA_INVALID")
        return keyboard

    def note_block(self, changed: Content) -> None:
        """Somebody has blocked the bot, or let it in again."""
        change = (
            self._blocked.add if changed["new_chat_member"]["status"] == "kicked" else self._blocked.discard
        )
        change(changed["chat"]["id"])
