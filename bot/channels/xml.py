"""XML as WeChat and WeCom write it: read without document types or entities, written with CDATA."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

DEEPEST = 8
"""Levels below the root that are read: WeChat uses three."""

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows nowhere, not even escaped."""


class Unreadable(Exception):
    """No XML as it is agreed on: broken, not under `<xml>`, with a document type or nested too deep."""


def read_xml(content: bytes) -> dict[str, Any]:
    """The elements below `<xml>`: text, a dict where there are elements inside, a list where a name repeats.

    Raises:
        Unreadable: as above.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable from None
    if root.tag != "xml":
        raise Unreadable
    return _elements(root, 0)


def _elements(parent: Element, depth: int) -> dict[str, Any]:
    if depth == DEEPEST:
        raise Unreadable
    found: dict[str, Any] = {}
    for child in parent:
        value = _elements(child, depth + 1) if len(child) else child.text or ""
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*(before if isinstance(before, list) else [before]), value]
        else:
            found[child.tag] = value
    return found


def render_xml(mapping: Mapping[str, Any], root: str = "xml") -> str:
    """The inverse of `read_xml`: numbers bare, everything else as CDATA."""
    return f"<{root}>{''.join(_rendered(name, value) for name, value in mapping.items())}</{root}>"


def _rendered(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return render_xml(value, name)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(_rendered(name, each) for each in value)
    return f"<{name}>{value if isinstance(value, int) else _cdata(str(value))}</{name}>"


def _cdata(text: str) -> str:
    """`]]>` would end the section: it is cut in two sections. What XML allows nowhere is left out."""
    return f"<![CDATA[{ILLEGAL.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"
