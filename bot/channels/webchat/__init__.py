"""The web chat: a page like a chat app, its socket and its pictures; for demonstrations and for real.

The protocol, JSON both ways (`wire.py` reads and writes it):

    GET  /chat                    the page, the same for everybody, so that a phone can keep it
    GET  /chat/me                 {"me": {id, key, name, what} | null, "people": [{key, name, what}] | null}
    POST /chat/enter {"person"}   becomes that person of the demonstration, or a new visitor; sets the cookie
    POST /chat/leave              forgets the cookie and what the browser kept of pictures
    POST /chat/clear              only the latter
    POST /chat/photo  <bytes>     {"photo": token}
    POST /chat/file   <bytes>     {"file": token}, a workbook (.xlsx) of up to 1 MB
    GET  /chat/photo/<token>      the picture, for the visitor whose token it is
    POST /chat/message <message>  what the socket does, for phones where sockets do not get through
    GET  /chat/socket             page:   {"id", "text" | "press" | "photos": [token] | "files": [token], "sent"}  or  {"ack": n}
                                  server: {"hello": me}, {"notice": n, "now", "messages": [...]} and one of
                                  {"re": id, "at", "now", "messages": [...]}   taken and answered
                                  {"re": id, "wait": seconds, "say": line}     not taken yet, to be sent again
                                  {"re": id, "refused": line}                  never to be sent again

A message is sent with the same id until it is answered; the door behind `receive` answers a repeated id
with the stored reply. `at` is the time that counted for the message.
"""

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.people import DemoPerson, People
from bot.channels.webchat.sessions import Sessions, Visitor

__all__ = ["DemoPerson", "People", "Sessions", "Visitor", "WebChat"]
