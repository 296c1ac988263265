"""What page and server say themselves, around the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Translate, words

PAGE = {
    "title": words("Bangfu"),
    "write": words("Write a message"),
    "send": words("Send"),
    "menu": words("Menu"),
    "menu_word": words("menu"),
    "photo": words("Photo"),
    "picture": words("A picture"),
    "large": words("Large type"),
    "more": words("More"),
    "conversation": words("Conversation"),
    "sending": words("Sending…"),
    "waiting": words("Not sent yet; goes out by itself when there is a signal"),
    "answered": words("Delivered"),
    "refused": words("Not sent"),
    "typing": words("Typing…"),
    "away": words("No signal. What you write is kept here and sent later."),
    "fresh": words("New message"),
    "late": words("Received at {time}; the time of receipt counts."),
    "full": words("This phone has no room left: please keep the page open until the message is sent."),
    "long": words("That is too long for one message. Please send it in parts."),
    "bad_photo": words("This picture cannot be read. Please choose another one."),
    "date": words("{month}/{day} {time}"),
    "hello": words("Say what you want to do, or look at the menu."),
    "start_menu": words("Open the menu"),
    "clear": words("Clear the record on this phone"),
    "clear_ask": words("The conversation is removed from this phone. What was saved stays saved."),
    "leave": words("Leave"),
    "leave_demo": words("Be somebody else"),
    "leave_ask": words(
        "You leave, and the conversation is removed from this phone. What was saved stays saved."
    ),
    "unsent": words("Not sent yet, and lost then: {number}."),
    "cancel": words("Cancel"),
    "language": words("中文 / English"),
    "pick": words("Whom do you want to be?"),
    "made_up": words("Demonstration: all people, phones and numbers are made up."),
    "welcome": words("Check in, log visits, ask about funds and benefits, by chat."),
    "start": words("Start"),
    "borrowed": words("On a borrowed phone? Choose “Leave” at the end: nothing stays behind."),
    "offline": words("No signal at the moment. Trying again…"),
    "elsewhere": words("The chat is open in another window."),
    "here": words("Go on here"),
    "expired": words("Please enter again."),
    "script": words("Please switch on JavaScript in the browser, or write by SMS."),
}
"""The page's words by the name its scripts and template use."""

TOO_FAST = words("That was a lot at once. Your message is kept and goes out in {seconds} seconds.")
TROUBLE = words("Something went wrong here. Your message is kept and sent again in a moment.")
UNREADABLE = words("That could not be read. Please write it again.")
NO_PICTURE = words("That is no picture we can read. Please send a photo.")
NO_WORKBOOK = words("That is no workbook (.xlsx).")
WORKBOOK_TOO_LARGE = words("The workbook is larger than 1 MB. Please send a smaller one.")
TOO_LARGE = words("The picture is larger than 10 MB. Please choose a smaller one.")
NOBODY = words("Please choose one of the people shown.")


def in_language(t: Translate) -> Mapping[str, str]:
    """The page's words in one language, their places still open."""
    return {name: t(said) for name, said in PAGE.items()}
