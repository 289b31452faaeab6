#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of CONTRIBUTING.md that a program can check: budgets of size, layers, licences, texts.

usage: style_test.py TOP CHECK
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

TOP = pathlib.Path(sys.argv[1])
SRC = TOP / 'src'

# A folder sees what stands behind it here, directly or through those, and nothing else.
LAYERS = {
    'core': [],
    'transport': ['core'],
    'protocol': ['core'],
    'probe': ['transport', 'protocol'],
    'discovery': ['probe'],
    'verify': ['probe'],
    'store': ['core'],
    'handoff': ['core'],
    'setup': ['discovery', 'verify', 'store', 'handoff'],
    'cli': ['setup'],
    'ui': ['setup'],
}
# Libraries that belong to one folder alone.
LIBRARIES = {
    'gtk/': ['ui'],
    'libsecret/': ['store', 'handoff'],
    'gsasl': ['protocol'],
    'gnutls/': ['core', 'transport'],
    'json-glib/': ['discovery', 'cli'],
    'ares': ['transport'],
    'libsoup/': ['transport'],
    'libpsl': ['core'],
}
MEDIAN_FUNCTION, P90_FUNCTION, MAX_FUNCTION = 10, 30, 60
MEDIAN_FILE, MAX_FILE = 250, 600
COMMENTS = (0.15, 0.20)

failures = []


def fail(text):
    failures.append(text)


def sources(*suffixes):
    return sorted(p for p in SRC.rglob('*') if p.suffix in suffixes)


def functions(path):
    """(name, line, length) of each function: from the line with its name to its closing brace."""
    lines = path.read_text().splitlines()
    start = name = None
    for number, line in enumerate(lines, 1):
        if re.match(r'^[A-Za-z_]\w* \(', line):
            start, name = number, line.split(' ')[0]
        elif line == '{' and start is None:
            continue
        elif line == '}' and start:
            yield name, start, number - start + 1
            start = None
        elif line.endswith(';') and line[:1] not in (' ', '\t', '{', '}') and start:
            start = None


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def comment_lines(text):
    """Lines with a comment on them, and all lines that are not blank."""
    spans = [m.span() for m in re.finditer(r'/\*.*?\*/|//[^\n]*', text, re.S)]
    touched, total, offset = 0, 0, 0
    for line in text.splitlines(keepends=True):
        end = offset + len(line)
        if line.strip():
            total += 1
            touched += any(a < end and b > offset for a, b in spans)
        offset = end
    return touched, total


def check_budgets():
    lengths, sizes = [], []
    for path in sources('.c'):
        text = path.read_text()
        size = len(text.splitlines())
        sizes.append(size)
        if size > MAX_FILE:
            fail(f'{path.relative_to(TOP)}: {size} lines, at most {MAX_FILE}')
        for name, line, length in functions(path):
            lengths.append(length)
            if length > MAX_FUNCTION:
                fail(f'{path.relative_to(TOP)}:{line}: {name} has {length} lines, at most {MAX_FUNCTION}')
    touched = total = 0
    for path in sources('.c', '.h'):
        a, b = comment_lines(path.read_text())
        touched, total = touched + a, total + b
    figures = [
        ('functions', len(lengths), None),
        ('function, median lines', percentile(lengths, .5), MEDIAN_FUNCTION),
        ('function, 90th percentile', percentile(lengths, .9), P90_FUNCTION),
        ('function, longest', max(lengths), MAX_FUNCTION),
        ('files', len(sizes), None),
        ('file, median lines', percentile(sizes, .5), MEDIAN_FILE),
        ('file, longest', max(sizes), MAX_FILE),
    ]
    for what, value, limit in figures:
        print(f'{what}: {value}' + (f' (at most {limit})' if limit else ''))
        if limit and value > limit:
            fail(f'{what}: {value}, at most {limit}')
    share = touched / total
    print(f'comment lines: {share:.1%} of {total} (between {COMMENTS[0]:.0%} and {COMMENTS[1]:.0%})')
    if not COMMENTS[0] <= round(share, 2) <= COMMENTS[1]:
        fail(f'comment lines: {share:.1%}')


def reachable(layer):
    seen = set()
    todo = list(LAYERS[layer])
    while todo:
        below = todo.pop()
        if below not in seen:
            seen.add(below)
            todo += LAYERS[below]
    return seen | {layer}


def check_layers():
    home = {p.name: p.parent.name for p in sources('.h')}
    for path in sources('.c', '.h'):
        layer = path.relative_to(SRC).parts[0]
        if layer not in LAYERS:
            fail(f'{path.relative_to(TOP)}: a folder that is in no layer')
            continue
        for kind, name in re.findall(r'^#include ([<"])([^>"]+)', path.read_text(), re.M):
            if kind == '"' and home.get(name, layer) not in reachable(layer):
                fail(f'{path.relative_to(TOP)}: sees {name} of {home[name]}')
            for library, allowed in LIBRARIES.items():
                if kind == '<' and name.startswith(library) and layer not in allowed:
                    fail(f'{path.relative_to(TOP)}: sees <{name}>')
    order = re.findall(r"^\s*subdir\('(\w+)'\)", (SRC / 'meson.build').read_text(), re.M)
    for position, layer in enumerate(order):
        if not set(LAYERS[layer]) <= set(order[:position]):
            fail(f'src/meson.build: {layer} stands above what it is built on')


def tracked():
    if shutil.which('git'):
        out = subprocess.run(['git', '-C', TOP, 'ls-files'], capture_output=True, text=True)
        if out.returncode == 0 and out.stdout:
            return [TOP / line for line in out.stdout.splitlines() if (TOP / line).is_file()]
    print('no git checkout: looking at src and tests only')
    return [p for folder in ('src', 'tests') for p in (TOP / folder).rglob('*') if p.is_file()]


def check_files():
    marked = {'.c', '.h', '.py', '.sh', '.ui', '.css', '.svg', '.build', '.in', '.rng'}
    for path in tracked():
        name = path.relative_to(TOP)
        data = path.read_bytes()
        if b'\0' in data:
            continue
        text = data.decode('utf-8', 'replace')
        if path.suffix in marked and path.name != 'POTFILES.in' and 'tests/data' not in str(name) \
           and 'SPDX-License-Identifier: ' not in text[:700]:
            fail(f'{name}: no SPDX line')
        if path.suffix in ('.c', '.h') and 'tests/data' not in str(name):
            check_lines(name, text)
        marks = '|'.join(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'])
        if str(name).startswith(('src', 'data', 'dev', 'flatpak')) and re.search(rf'\b({marks})\b', text):
            fail(f'{name}: something is left to do')


def check_lines(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > 110:
            fail(f'{name}:{number}: {len(line)} columns, at most 110')
        if line != line.rstrip() or '\t' in line:
            fail(f'{name}:{number}: white space')


def check_docs():
    """Every public function has its comment in the .c file."""
    for header in sources('.h'):
        source = header.with_suffix('.c')
        if not source.exists():
            continue
        text = source.read_text()
        for name in re.findall(r'\b((?:mail|siegel)_\w+)\s*\(', declarations(header.read_text())):
            if re.search(rf'^{name} \(', text, re.M) and not re.search(rf'^ \* {name}:', text, re.M):
                fail(f'{source.relative_to(TOP)}: {name} is not documented')


def declarations(text):
    text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
    text = re.sub(r'^#.*(\\\n.*)*', '', text, flags=re.M)
    text = re.sub(r'\{[^}]*\}', '', text)
    text = re.sub(r'G_(DECLARE|DEFINE)\w+ \([^)]*\)', '', text)
    return re.sub(r'typedef[^;]*;', '', text)


def check_markup():
    """Words of strangers are plain text: markup is read where all of them are escaped, and nowhere else."""
    escaped = {'mail-consent-card.c'}
    for path in sources('.c', '.ui'):
        if path.name not in escaped and re.search(r'use[-_]markup|(set|with|parse)_markup|tooltip[-_]markup|'
                                                  r'g_markup_printf|activate-link|GtkLinkButton', path.read_text()):
            fail(f'{path.relative_to(TOP)}: reads markup or makes links')


def check_potfiles():
    listed = [l for l in (TOP / 'po' / 'POTFILES.in').read_text().splitlines() if l and l[0] != '#']
    if listed != sorted(listed):
        fail('po/POTFILES.in is not sorted')
    wanted = set()
    for path in list(SRC.rglob('*.c')) + list(SRC.rglob('*.ui')) + list((TOP / 'data').glob('*.in')):
        text = path.read_text()
        if re.search(r'(?<![\w])(N?C?_|g?n?d?c?ngettext|ngettext|Q_) ?\("|(?<![\w])g_dngettext \(', text) \
           or 'translatable="' in text or path.name.endswith(('.desktop.in', '.metainfo.xml.in')):
            wanted.add(str(path.relative_to(TOP)))
    # Texts in a language of our own, for which data/guides/its has the rule.
    wanted |= {str(path.relative_to(TOP)) for path in (TOP / 'data' / 'guides').glob('*.xml')}
    for name in sorted(wanted - set(listed)):
        fail(f'po/POTFILES.in lacks {name}')
    for name in sorted(set(listed) - wanted):
        fail(f'po/POTFILES.in has {name}, which has no text')


def check_translation():
    """German is complete, and its placeholders are those of the English text."""
    po = TOP / 'po' / 'de.po'
    fresh = subprocess.run(['xgettext', '--files-from=po/POTFILES.in', '--from-code=UTF-8', '--keyword=_',
                            '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
                            '--add-comments', '--output=-'], cwd=TOP, capture_output=True, text=True, check=True,
                           env={**os.environ, 'GETTEXTDATADIRS': str(TOP / 'data' / 'guides')})
    merged = subprocess.run(['msgmerge', '--quiet', '--no-wrap', '--output-file=-', po, '-'], input=fresh.stdout,
                            cwd=TOP, capture_output=True, text=True, check=True)
    checked = subprocess.run(['msgfmt', '--check', '--statistics', '--output-file=/dev/null', '-'],
                             input=merged.stdout, capture_output=True, text=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin'})
    print(checked.stderr.strip())
    if checked.returncode or 'fuzzy' in checked.stderr or 'untranslated' in checked.stderr:
        fail('po/de.po is not complete')
    # msgfmt knows printf's placeholders; those in braces are ours.
    for english, german in re.findall(r'^msgid "(.*)"\nmsgstr "(.*)"$', merged.stdout, re.M):
        if sorted(re.findall(r'\{[^}]*\}', english)) != sorted(re.findall(r'\{[^}]*\}', german)):
            fail(f'po/de.po: other words in braces: {german}')


CHECKS = {'budgets': check_budgets, 'layers': check_layers, 'files': check_files, 'docs': check_docs, 'markup': check_markup,
          'potfiles': check_potfiles, 'translation': check_translation}

CHECKS[sys.argv[2]]()
for line in failures:
    print('not ok:', line)
sys.exit(bool(failures))
