#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start-up until the first window is mapped, and peak memory, beside the least a GTK 4 program can be.

usage: startup.py MAP-WAIT MINIMAL-WINDOW SIEGEL [RUNS]

Runs inside a private session; both programs take turns, so that the machine's mood falls on both.
"""
import statistics
import subprocess
import sys

map_wait, minimal, siegel = sys.argv[1:4]
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 15
LIMIT = 1.15


def once(program):
    out = subprocess.run([map_wait, program], capture_output=True, text=True, check=True, timeout=60).stdout
    milliseconds, kib = out.split()
    return float(milliseconds), int(kib) / 1024


figures = {minimal: [], siegel: []}
for number in range(runs + 1):
    for program, rows in figures.items():
        row = once(program)
        if number:  # the first of each only warms the caches
            rows.append(row)

medians = {program: [statistics.median(column) for column in zip(*rows)] for program, rows in figures.items()}
for what, index, unit in (('start-up to first window', 0, 'ms'), ('peak memory', 1, 'MiB')):
    a, b = medians[minimal][index], medians[siegel][index]
    spread = sorted(row[index] for row in figures[siegel])
    print(f'{what}: minimal {a:.1f} {unit}, Siegel {b:.1f} {unit} [{spread[0]:.1f} … {spread[-1]:.1f}], '
          f'ratio {b / a:.3f} (aim ≤ {LIMIT})')
