"""What a document may hold: its keys, all of them and no others, and the kind of their values.

A shape is a type, a tuple of the values that are allowed, a function that says whether a value fits, a list with the shape
of the items, or a dict with the shapes of the values, in which a key that ends in `?` may be missing.
"""

from __future__ import annotations

import re
from typing import Any


def misfits(value: Any, shape: Any, where: str = "") -> list[str]:
    """The places of a document that are not as the shape says."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [where]
        named = {key.rstrip("?"): inner for key, inner in shape.items()}
        missing = [f"{where}.{key} is missing" for key in shape if not key.endswith("?") and key not in value]
        unknown = [f"{where}.{key} is unknown" for key in value if key not in named]
        inside = [part for key in value.keys() & named for part in misfits(value[key], named[key], f"{where}.{key}")]
        return [*missing, *unknown, *inside]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [where]
        return [part for number, item in enumerate(value) for part in misfits(item, shape[0], f"{where}[{number}]")]
    if isinstance(shape, tuple):
        fits = value in shape
    elif isinstance(shape, type):
        fits = type(value) is shape
    else:
        fits = shape(value)
    return [] if fits else [f"{where}: {value!r}"]


def positive(value: object) -> bool:
    return type(value) is int and value >= 1


def sentence(value: object) -> bool:
    return isinstance(value, str) and value.endswith(".") and "\n" not in value


def uri(value: object) -> bool:
    """A reference of RFC 3986 that sessfix may make: a path without a scheme, or one below `file:///`."""
    return (
        isinstance(value, str) and re.fullmatch(r"(?:file:///)?(?:[\w.~/-]|%[0-9A-F]{2})+", value, re.ASCII) is not None
    )


def fingerprint(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, as far as sessfix uses it.
TEXT = {"text": str}
REGION = {"startLine": positive, "startColumn": positive, "endLine": positive, "endColumn": positive}
LINE = {"startLine": positive}
ARTIFACT = {"uri": uri, "uriBaseId?": ("SRCROOT",)}


def region(value: object) -> bool:
    return not misfits(value, REGION) or not misfits(value, LINE)


PHYSICAL = {"artifactLocation": ARTIFACT, "region?": region}
CHANGE = {"artifactLocation": ARTIFACT, "replacements": [{"deletedRegion": REGION, "insertedContent?": TEXT}]}
SARIF = {
    "$schema": str,
    "version": ("2.1.0",),
    "runs": [
        {
            "columnKind": ("utf16CodeUnits",),
            "newlineSequences": [("\r\n", "\n", "\r")],
            "originalUriBaseIds": {"SRCROOT": {"description": TEXT}},
            "invocations": [
                {
                    "executionSuccessful": bool,
                    "toolExecutionNotifications?": [
                        {"level": ("error",), "message": TEXT, "locations": [{"physicalLocation": PHYSICAL}]}
                    ],
                }
            ],
            "tool": {
                "driver": {
                    "name": ("sessfix",),
                    "version": str,
                    "semanticVersion": str,
                    "rules": [
                        {
                            "id": str,
                            "name": str,
                            "shortDescription": {"text": sentence},
                            "fullDescription": {"text": sentence},
                            "help": {"text": str, "markdown": str},
                            "defaultConfiguration": {"level": ("error",)},
                        }
                    ],
                }
            },
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": ("error",),
                    "message": TEXT,
                    "locations": [{"physicalLocation": PHYSICAL}],
                    "partialFingerprints": {"sessfix/v1": fingerprint},
                    "relatedLocations?": [{"id": positive, "message": TEXT, "physicalLocation": PHYSICAL}],
                    "fixes?": [{"description": TEXT, "artifactChanges": [CHANGE]}],
                }
            ],
        }
    ],
}

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = [
    {
        "check_name": str,
        "description": str,
        "severity": ("info", "minor", "major", "critical", "blocker"),
        "fingerprint": fingerprint,
        "location": {"path": str, "lines": {"begin": positive, "end?": positive}},
    }
]

# https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
RANGE = {"start": {"line": positive, "column?": positive}, "end?": {"line": positive, "column": positive}}
RDJSON = {
    "source": {"name": ("sessfix",)},
    "severity": ("ERROR",),
    "diagnostics": [
        {
            "message": str,
            "location": {"path": str, "range?": RANGE},
            "severity": ("ERROR",),
            "code?": {"value": str},
            "suggestions?": [{"range": RANGE, "text": str}],
        }
    ],
}
SHAPES = {"sarif": SARIF, "gitlab": GITLAB, "rdjson": RDJSON}


# A batch spec of Sourcegraph, as far as the page uses it.
BATCH_SPEC = {
    "version": (2,),
    "name": lambda value: re.fullmatch(r"[\w.-]+", value) is not None,
    "description?": str,
    "on": [{"repositoriesMatchingQuery": str}],
    "steps": [{"run": str, "container": str}],
    "changesetTemplate": {
        "title": str,
        "body?": str,
        "branch": str,
        "commit": {"message": str},
        "published?": (True, False, "draft"),
    },
}
