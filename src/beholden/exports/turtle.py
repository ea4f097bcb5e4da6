"""A JSON-LD document of ours as Turtle (RDF 1.1 Turtle, W3C Recommendation, 25 February 2014).

It knows the JSON-LD that this room writes and no other: one context of prefixes, nested nodes, and
values as texts, numbers, truths, or objects with ``@value`` or ``@id``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_LOCAL = re.compile(r"[A-Za-z_][\w-]*")
Node = dict[str, Any]


def as_turtle(document: Mapping[str, Any]) -> str:
    """Return the same graph as a JSON-LD document of this room, as Turtle."""
    prefixes: Mapping[str, str] = document["@context"]
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    named = _Named(prefixes)
    named.add({key: value for key, value in document.items() if key != "@context"})
    return head + "".join(named.blocks())


class _Named:
    """The named nodes of a document, each with its statements, in the order of their finding."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._nodes: dict[str, list[str]] = {}

    def add(self, node: Mapping[str, Any]) -> str:
        """Add a node and all within it; return how others name it."""
        if "@id" not in node:
            return f"[ {' ; '.join(self._statements(node))} ]"
        subject = self._iri(node["@id"])
        stated = self._nodes.setdefault(subject, [])
        stated.extend(one for one in self._statements(node) if one not in stated)
        return subject

    def blocks(self) -> Iterator[str]:
        """Yield one block of Turtle for each named node that says anything."""
        for subject, statements in self._nodes.items():
            if statements:
                yield f"\n{subject}\n    " + " ;\n    ".join(statements) + " .\n"

    def _statements(self, node: Mapping[str, Any]) -> list[str]:
        return [
            f"{'a' if key == '@type' else self._iri(key)} {self._object(key, one)}"
            for key, value in node.items()
            if key != "@id"
            for one in (value if isinstance(value, list) else [value])
        ]

    def _object(self, key: str, value: Any) -> str:
        if key == "@type":
            return self._iri(value)
        if not isinstance(value, Mapping):
            return json.dumps(value, ensure_ascii=False)
        if "@value" not in value:
            return self.add(value)
        text = json.dumps(str(value["@value"]), ensure_ascii=False)
        if "@language" in value:
            return f"{text}@{value['@language']}"
        return f"{text}^^{self._iri(value['@type'])}" if "@type" in value else text

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self._prefixes:
            return f"<{name}>"
        return name if _LOCAL.fullmatch(local) else f"<{self._prefixes[prefix]}{local}>"
