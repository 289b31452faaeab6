#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the provider files of a folder into the one file that MailDatabase uses in place.

It answers "which provider is it" in one probe of a hash table, however many providers there are, and needs no parsing
when it is opened. All numbers are unsigned, 32 bits, little-endian; a string is the offset of UTF-8 bytes that end in
NUL; offsets count from the start of the file.

    header     magic "SIEGELDB", version, file size, date, then (count, offset) of each of the five arrays below,
               then the offset of the strings, which reach to the end of the file
    providers  id, its autoconfig document and the length of that in bytes, index of its first domain, number of
               domains; sorted by id
    domains    domain; those of one provider together, sorted
    three hash tables: domains, domain suffixes, MX suffixes
               hash, name (0: empty slot), index of the provider

A table has a power of two of slots, at least half of them empty; a name is in slot "hash modulo slots" or, if that is
taken, in the next free one. The hash is FNV-1a over the name from its LAST byte to its first, so that one pass over
a host name yields the hashes of all of its suffixes.

The documents are the provider files without what the tables hold already (domains and suffixes) and without
indentation: what a look-up has to parse does not grow with the number of domains.
"""

import argparse
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

MAGIC = b'SIEGELDB'
VERSION = 1
HEADER_SIZE = 64
NAMESPACE = 'https://siegel.github.io/ns/provider'
# Attribute of Provider → element of the file.
NAMES = {
    'domains': 'domain',
    'suffixes': f'{{{NAMESPACE}}}domainSuffix',
    'mx_suffixes': f'{{{NAMESPACE}}}mxSuffix',
}

ET.register_namespace('siegel', NAMESPACE)


class Provider:
    def __init__(self, path):
        document = ET.parse(path).getroot()
        provider = document.find('emailProvider')
        self.id = provider.get('id')
        if path.name != self.id + '.xml':
            raise ValueError(f'{path}: the file name and the id “{self.id}” differ')
        for attribute, tag in NAMES.items():
            elements = provider.findall(tag)
            setattr(self, attribute, sorted(element.text for element in elements))
            for element in elements:
                provider.remove(element)
        self.document = serialise(document)


class Strings:
    """The pool of strings, each kept once."""

    def __init__(self, start):
        self.start = start
        self.bytes = bytearray()
        self.offsets = {}

    def add(self, text):
        if text not in self.offsets:
            self.offsets[text] = self.start + len(self.bytes)
            self.bytes += text.encode() + b'\0'
        return self.offsets[text]


def serialise(document):
    for element in document.iter():
        if not (element.text or '').strip():
            element.text = None
        element.tail = None
    return ET.tostring(document, encoding='unicode')


def fnv1a_reversed(name):
    value = 2166136261
    for byte in reversed(name.encode()):
        value = ((value ^ byte) * 16777619) & 0xffffffff
    return value


def slot_count(names):
    return 1 << max(1, (2 * len(names) - 1).bit_length())


def owners(providers, attribute):
    """Which provider a name belongs to; a name cannot have two."""
    result = {}
    for index, provider in enumerate(providers):
        for name in getattr(provider, attribute):
            if name in result:
                raise ValueError(f'“{name}” is in {providers[result[name]].id} and in {provider.id}')
            result[name] = index
    return result


def hash_table(names, strings):
    count = slot_count(names)
    slots = [(0, 0, 0)] * count
    for name, provider in names.items():
        value = fnv1a_reversed(name)
        index = value % count
        while slots[index][1]:
            index = (index + 1) % count
        slots[index] = (value, strings.add(name), provider)
    return slots


def pack(rows):
    return b''.join(struct.pack(f'<{len(row)}I', *row) for row in rows)


def compile_database(providers, date):
    tables = [owners(providers, attribute) for attribute in NAMES]
    counts = [len(providers), len(tables[0])] + [slot_count(table) for table in tables]
    offsets = [HEADER_SIZE]
    for count, columns in zip(counts, (5, 1, 3, 3, 3)):
        offsets.append(offsets[-1] + count * columns * 4)

    strings = Strings(offsets[-1])
    date_offset = strings.add(date)
    rows, domains = [], []
    for provider in providers:
        length = len(provider.document.encode())
        rows.append((strings.add(provider.id), strings.add(provider.document), length, len(domains), len(provider.domains)))
        domains += [(strings.add(domain),) for domain in provider.domains]
    body = pack(rows) + pack(domains) + b''.join(pack(hash_table(table, strings)) for table in tables)

    size = HEADER_SIZE + len(body) + len(strings.bytes)
    header = MAGIC + struct.pack('<3I', VERSION, size, date_offset)
    header += b''.join(struct.pack('<2I', *pair) for pair in zip(counts, offsets)) + struct.pack('<I', offsets[-1])
    return header + body + strings.bytes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--date', type=Path, required=True, help='file that holds the date of the data')
    parser.add_argument('--source', type=Path, required=True, help='folder of the provider files')
    parser.add_argument('--depfile', type=Path, help='what the result depends on, for ninja')
    parser.add_argument('database', type=Path)
    options = parser.parse_args()

    paths = sorted(options.source.glob('*.xml'))
    providers = sorted((Provider(path) for path in paths), key=lambda provider: provider.id)
    options.database.write_bytes(compile_database(providers, options.date.read_text().strip()))
    if options.depfile:
        # The folder itself changes when a file is added or taken away.
        inputs = ' '.join(str(path) for path in [options.source, options.date, *paths])
        options.depfile.write_text(f'{options.database}: {inputs}\n')


if __name__ == '__main__':
    try:
        main()
    except (ValueError, ET.ParseError) as error:
        sys.exit(f'compile-database: {error}')
