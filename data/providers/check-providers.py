#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what a schema cannot: facts that concern several provider files, or several elements of one."""

import datetime
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

NAMESPACE = '{https://siegel.github.io/ns/provider}'
# What the database held when it was begun: it may only grow.
LEAST = {'providers': 320, 'domains': 1454, 'MX suffixes': 184}
# A port that is not here is more likely a slip than a provider's idea; add it if it is one.
PORTS = {
    ('imap', 'SSL'): {993}, ('imap', 'STARTTLS'): {143, 1143},
    ('pop3', 'SSL'): {995}, ('pop3', 'STARTTLS'): {110},
    ('smtp', 'SSL'): {465, 586, 587}, ('smtp', 'STARTTLS'): {25, 587, 1025},
}
# Settings of a bridge program point at the person's own computer.
LOOPBACK = re.compile(r'127\.')
HOST = re.compile(r'([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?')


def values(element, tag):
    return [child.text for child in element.findall(tag)]


def check_server(server, mx_is_server, needs):
    kind = (server.get('type'), server.findtext('socketType'))
    port = int(server.findtext('port'))
    host = server.findtext('hostname')
    if kind not in PORTS:
        yield f'{kind} is not encrypted'
    elif port not in PORTS[kind]:
        yield f'port {port} is odd for {kind}'
    if (host is None) != mx_is_server:
        yield 'a host name is absent exactly where the MX host is the server'
    if host and LOOPBACK.match(host) and 'bridge' not in needs:
        yield f'{host} without the need of a bridge'


def check_names(provider):
    for tag in ('domain', NAMESPACE + 'domainSuffix', NAMESPACE + 'mxSuffix'):
        names = values(provider, tag)
        if names != sorted(names):
            yield f'{tag} is not sorted'
        for name in names:
            if len(name) > 253 or not HOST.fullmatch(name):
                yield f'“{name}” is not a host name'


def check_urls(provider):
    for element in provider.iter():
        url = element.get('url')
        if url and not re.fullmatch(r'https?://[a-z0-9.-]+(:\d+)?(/[!-~]*)?', url):
            yield f'“{url}” is not a web page'


def check_provider(path):
    provider = ET.parse(path).getroot().find('emailProvider')
    needs = values(provider, NAMESPACE + 'need')
    mx_is_server = provider.find(NAMESPACE + 'mxIsServer') is not None
    servers = provider.findall('incomingServer') + provider.findall('outgoingServer')
    if provider.get('id') + '.xml' != path.name:
        yield 'file name and id differ'
    if bool(servers) == ('no-imap' in needs):
        yield 'servers are absent exactly where there is no standard access'
    if servers and not (provider.findall('incomingServer') and provider.findall('outgoingServer')):
        yield 'one side is missing'
    for server in servers:
        yield from check_server(server, mx_is_server, needs)
    yield from check_names(provider)
    yield from check_urls(provider)


def check_common(folder, domains):
    """The domains that slips are compared with: known ones, each once; but nobody corrects those that only look so."""
    seen = set()
    for line in (folder / 'common-domains').read_text().splitlines():
        name, _, kind = line.partition(' ')
        if not line or line.startswith('#'):
            continue
        if kind not in ('', 'near', 'real') or not HOST.fullmatch(name):
            yield f'common-domains: “{line}” is not understood'
        if name in seen:
            yield f'common-domains: {name} is there twice'
        if (name in domains) == (kind == 'real'):
            yield f'common-domains: {name} is known exactly where it is not “real”'
        seen.add(name)


def check_all(folder):
    names = {'domains': Counter(), 'domain suffixes': Counter(), 'MX suffixes': Counter()}
    paths = sorted(folder.glob('*.xml'))
    for path in paths:
        for fault in check_provider(path):
            yield f'{path.name}: {fault}'
        provider = ET.parse(path).getroot().find('emailProvider')
        names['domains'].update(values(provider, 'domain'))
        names['domain suffixes'].update(values(provider, NAMESPACE + 'domainSuffix'))
        names['MX suffixes'].update(values(provider, NAMESPACE + 'mxSuffix'))
    for kind, counter in names.items():
        for name, count in counter.items():
            if count > 1:
                yield f'{kind}: “{name}” is there {count} times'
    yield from check_common(folder, names['domains'])
    counts = {'providers': len(paths)} | {kind: len(counter) for kind, counter in names.items()}
    for kind, least in LEAST.items():
        if counts[kind] < least:
            yield f'{counts[kind]} {kind}, fewer than {least}'
    date = datetime.date.fromisoformat((folder / 'date').read_text().strip())
    if date < datetime.date(2026, 8, 30):
        yield f'the date {date} goes backwards'


if __name__ == '__main__':
    faults = list(check_all(Path(sys.argv[1])))
    print('\n'.join(faults) or 'all providers are in order')
    sys.exit(bool(faults))
