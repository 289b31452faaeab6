#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that tests reached, by folder: coverage.py SUMMARY.json (of gcovr). Fails where it is less than it has to be."""

import collections
import json
import sys

AT_LEAST = 90  # percent, all folders together


def main(path):
    folders, files = collections.defaultdict(lambda: [0, 0]), []
    with open(path, encoding="utf-8") as summary:
        for file in json.load(summary)["files"]:
            covered, total = file["line_covered"], file["line_total"]
            for name in (file["filename"].rsplit("/", 1)[0], "all"):
                folders[name][0] += covered
                folders[name][1] += total
            files.append((total - covered, file["filename"]))
    for missed, name in sorted(files, reverse=True)[:12]:
        print(f"{missed:6} lines not reached in {name}")
    for name in sorted(folders, key=lambda name: (name == "all", name)):
        covered, total = folders[name]
        print(f"{100 * covered / total:5.1f} % of {total:5} lines  {name}")
    return 100 * folders["all"][0] < AT_LEAST * folders["all"][1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
