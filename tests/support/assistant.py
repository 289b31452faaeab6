#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant as a program to drive, shared by its test and by the pictures of it."""

import gettext
import os
import pathlib
import shutil
import subprocess

from atspi import Program

NAME = "siegel"


def translator(language):
    """Texts of the program as it shows them. The folder is the one in which the program itself looks."""
    folder = os.environ.get("SIEGEL_LOCALEDIR")
    if folder is None:
        folder = pathlib.Path(shutil.which(NAME) or "/usr/bin/siegel").resolve().parents[1] / "share" / "locale"
    return gettext.translation(NAME, folder, [language], fallback=language == "en").gettext


def start(command, *arguments, language="en"):
    environment = {**os.environ, "LANGUAGE": language, "LC_ALL": "C.UTF-8",
                   "G_DEBUG": os.environ.get("PROGRAM_DEBUG", "")}
    return Program([str(command), *map(str, arguments)], NAME, translator(language), environment)


def secret(**attributes):
    """What the keyring holds for a server, by the command that people use; None where it holds nothing."""
    pairs = [text for pair in attributes.items() for text in pair]
    result = subprocess.run(["secret-tool", "lookup", *pairs], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return result.stdout if result.returncode == 0 else None
