#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a diagnosis may say, English and German side by side, for whoever reads it through.

    messages.py LIST-MESSAGES LOCALEDIR OUTPUT.md
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

import languages

TOP = pathlib.Path(__file__).resolve().parents[2]
Message = collections.namedtuple("Message", "code when title cause remedy action")


def list_messages(program, localedir, language):
    """What the program lists in a language."""
    env = {**os.environ, **languages.environment(language), "SIEGEL_LOCALEDIR": str(localedir)}
    output = subprocess.run([program], env=env, check=True, capture_output=True).stdout.decode()
    return [Message(*line.split("\t")) for line in output.splitlines()]


def read_enum(header, prefix):
    """The names of an enumeration's values, in their order."""
    return re.findall(rf"^\s+{prefix}(\w+)\s*(?:=|,)", (TOP / header).read_text(), re.M)


def describe_when(bits):
    """"sending, proposal": what is true where a message is said."""
    names = re.findall(r"MAIL_WHEN_(\w+) = 1 << (\d+)", (TOP / "src/verify/mail-diagnosis-case.h").read_text())
    needs = re.findall(r"MAIL_NEED_(\w+) = 1 << (\d+)", (TOP / "src/core/mail-types.h").read_text())
    shift = int(re.search(r"MAIL_WHEN_NEEDS_SHIFT = (\d+)", (TOP / "src/verify/mail-diagnosis-case.h").read_text())[1])
    values = [(name, 1 << int(bit)) for name, bit in names] + [("needs " + n, 1 << (int(b) + shift)) for n, b in needs]
    return ", ".join(name.lower().replace("_", "-") for name, value in values if int(bits) & value) or "always"


def write_table(english, german, output):
    actions = read_enum("src/verify/mail-diagnosis.h", "MAIL_ACTION_")
    with open(output, "w", encoding="utf-8") as file:
        file.write("| code, when, button | English | Deutsch |\n|---|---|---|\n")
        for one, other in zip(english, german, strict=True):
            button = actions[int(one.action)].lower().replace("_", "-")
            texts = (f"**{text.title}** {text.cause} · {text.remedy}" for text in (one, other))
            file.write("| `" + one.code + "`<br>" + describe_when(one.when) + "<br>" + button + " | " + " | ".join(texts) + " |\n")


def main(program, localedir, output):
    write_table(list_messages(program, localedir, "en"), list_messages(program, localedir, "de"), output)
    print(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
