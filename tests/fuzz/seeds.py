#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The corpora of the fuzzers, from what the tests have anyway: seeds.py TESTS OUTPUT

OUTPUT/NAME gets the files of fuzz/corpus/NAME, and beside them the data of other tests in the form the target reads.
Of a transcript that is a line which says what the client wants, and what the server says."""

import ast
import pathlib
import shutil
import sys

REPEATED_AT_MOST = 50


def read_header(lines):
    """The fields up to the first empty line, and how many lines that were."""
    end = lines.index("") if "" in lines else len(lines)
    return dict(line.split(": ", 1) for line in lines[:end] if ": " in line and not line.startswith("#")), end


def unescape(text):
    return ast.literal_eval('b"' + text.replace('"', '\\"') + '"')


def say(line):
    """The bytes of one line of a transcript that the client hears."""
    kind, _, text = line.partition(" ")
    if line.startswith("-- "):
        return line.encode() + b"\n"
    if kind == "E:":
        return unescape(text) + b"\n"
    if kind == "R:":
        times, _, words = text.partition(" ")
        return (words.encode() + b"\n") * min(int(times), REPEATED_AT_MOST)
    return text.encode() + b"\n" if kind == "S:" else b""


def convert_transcript(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    header, end = read_header(lines)
    words = [header.get("security", "tls"), header.get("goal", "access")]
    if header.get("sign-in") == "no":
        words.append("open")
    return " ".join(words).encode() + b"\n" + b"".join(say(line) for line in lines[end:])


def main(tests, output):
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(tests / "fuzz" / "corpus", output)
    for folder in (path for path in (tests / "data" / "transcripts").iterdir() if path.is_dir()):
        (output / folder.name).mkdir()
        for path in folder.iterdir():
            (output / folder.name / path.name).write_bytes(convert_transcript(path))
    for target, pattern in (("client-config", "autoconfig/*.xml"), ("pacc", "pacc/*.json")):
        for path in (tests / "data").glob(pattern):
            shutil.copy(path, output / target)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
