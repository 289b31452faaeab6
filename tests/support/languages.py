# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that speak another language. A C library since 2.40 translates nothing in the locale C.UTF-8, whatever LANGUAGE
says: it takes a real one. The build makes one; SIEGEL_LOCALES says where. Without it, the machine must have it."""

import os

LOCALES = {"en": "C.UTF-8", "de": "de_DE.UTF-8"}


def environment(language):
    changes = {"LANGUAGE": language, "LC_ALL": LOCALES[language]}
    if language != "en" and "SIEGEL_LOCALES" in os.environ:
        changes["LOCPATH"] = os.environ["SIEGEL_LOCALES"]
    return changes
