"""Writes openapi.yaml for generators of clients, which do not know all of OpenAPI 3.1.

    flatten.py OPENAPI_YAML OUT_JSON

A reference with words beside it, or into the middle of a schema, becomes the schema itself with these words. The document
says the same; only what is shared is said twice. Choices between members that must be there are left out: generators take
each branch for a type of its own.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

_NAMED = "#/components/schemas/"


def flattened(node: Any, document: Any) -> Any:
    if isinstance(node, list):
        return [flattened(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and (len(node) > 1 or _is_inner(reference)):
        beside = {name: value for name, value in node.items() if name != "$ref"}
        return flattened({**_at(reference, document), **beside}, document)
    return {name: flattened(value, document) for name, value in node.items() if not _is_of_members(name, value)}


def _is_of_members(name: str, branches: Any) -> bool:
    return name in ("oneOf", "anyOf") and all(set(branch) == {"required"} for branch in branches)


def _is_inner(reference: str) -> bool:
    return reference.startswith(_NAMED) and "/" in reference.removeprefix(_NAMED)


def _at(reference: str, document: Any) -> Any:
    place = document
    for name in reference.removeprefix("#/").split("/"):
        place = place[name.replace("~1", "/").replace("~0", "~")]
    return place


if __name__ == "__main__":
    contract = yaml.safe_load(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps(flattened(contract, contract)))
