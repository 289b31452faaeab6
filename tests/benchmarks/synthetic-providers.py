#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles a database of many providers: each real one again and again under other names.

usage: synthetic-providers.py COMPILER DATE PROVIDERS DOMAINS OUTPUT

So there are as many domains a provider, and as much is said of each, as in the real database.
"""
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

compiler, date, folder, wanted, output = sys.argv[1:6]
NAMESPACE = 'https://siegel.github.io/ns/provider'
NAMES = ['domain', f'{{{NAMESPACE}}}domainSuffix', f'{{{NAMESPACE}}}mxSuffix']

ET.register_namespace('siegel', NAMESPACE)


def rename(document, prefix):
    provider = document.getroot().find('emailProvider')
    provider.set('id', prefix + provider.get('id'))
    for tag in NAMES:
        for element in provider.findall(tag):
            element.text = prefix + element.text
    return provider


def write_generation(paths, number, target):
    """One more of each provider; returns how many domains these have."""
    domains = 0
    for path in paths:
        document = ET.parse(path)
        provider = rename(document, f'g{number}-')
        document.write(Path(target, provider.get('id') + '.xml'))
        domains += len(provider.findall('domain'))
    return domains


with tempfile.TemporaryDirectory() as target:
    real = sorted(Path(folder).glob('*.xml'))
    count = number = 0
    while count < int(wanted):
        count += write_generation(real, number, target)
        number += 1
    subprocess.run([sys.executable, compiler, '--date', date, '--source', target, output], check=True)
