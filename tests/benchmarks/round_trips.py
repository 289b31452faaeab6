#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The full check of both servers over a link of 100 ms, in round trips, beside curl that only signs in.

usage: round_trips.py DELAY-BRIDGE SIEGEL-CLI GREET [RUNS]

A real Dovecot (IMAP, submission) stands behind the link; once with the mechanisms it offers when nobody configures
any, once with SCRAM, whose proofs take two round trips more. curl signs in to one server after the other, and to both
at the same time. Then the greetings alone, which is how guessed servers are proven.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netns  # noqa: E402

HOST = 'mail.example.test'
USER, PASSWORD = 'alice@example.test', 'secret'
ROUND_TRIP_MS = 100
LIMIT = 6.5
MECHANISMS = {'Dovecot’s own choice (PLAIN)': 'plain login', 'SCRAM-SHA-256': 'plain login scram-sha-1 scram-sha-256'}
# What a greeting may take: the connection, TLS and the greeting; with STARTTLS its question as well, and EHLO.
GREETINGS = [
    ('imaps', 'imap', 'tls', 3.3), ('pop3s', 'pop3', 'tls', 3.3), ('submissions', 'smtp', 'tls', 3.3),
    ('imap', 'imap', 'starttls', 4.3), ('pop3', 'pop3', 'starttls', 4.3), ('submission', 'smtp', 'starttls', 5.3),
]

MEASURE_LINK = f'''
import socket, statistics, sys, time
times = []
for _ in range(7):
    start = time.monotonic()
    socket.create_connection(("{HOST}", int(sys.argv[1]))).close()
    times.append((time.monotonic() - start) * 1000)
print(statistics.median(times))
'''


def in_client(arguments, **options):
    command = netns.Network.command('client', [str(a) for a in arguments])
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, **options)


class Servers:
    def __init__(self, mechanisms):
        program = pathlib.Path(netns.__file__).with_name('mailservers.py')
        self.process = subprocess.Popen(
            netns.Network.command('server', [sys.executable, str(program), '--address', netns.SERVER,
                                             '--mechanisms', mechanisms]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said = json.loads(self.process.stdout.readline())

    def uri(self, service):
        scheme = {'imaps': 'imaps', 'submissions': 'smtps', 'imap': 'imap', 'submission': 'smtp'}[service]
        return f'{scheme}://{HOST}:{self.said["ports"][service]}'

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def siegel(cli, servers, password_file, incoming, outgoing):
    out = in_client([cli, 'check', '--json', '--ca-file', servers.said['ca'], '--password-file', password_file,
                     '--incoming', servers.uri(incoming), '--outgoing', servers.uri(outgoing),
                     '--username', USER, USER]).stdout
    answer = json.loads(out)
    assert answer['ok'], out
    return answer['elapsed_ms']


def curl(servers, service):
    return ['curl', '--silent', '--show-error', '--cacert', servers.said['ca'], '--user', f'{USER}:{PASSWORD}',
            '--login-options', 'AUTH=PLAIN', '--sasl-ir', '--output', '/dev/null', servers.uri(service) + '/',
            *(['--request', 'NOOP'] if service == 'submissions' else [])]


def curl_in_turn(servers):
    start = time.monotonic()
    for service in ('imaps', 'submissions'):
        in_client(curl(servers, service))
    return (time.monotonic() - start) * 1000


def curl_at_once(servers):
    start = time.monotonic()
    processes = [subprocess.Popen(netns.Network.command('client', [str(a) for a in curl(servers, service)]),
                                  stdout=subprocess.DEVNULL)
                 for service in ('imaps', 'submissions')]
    for process in processes:
        if process.wait():
            raise SystemExit('curl failed')
    return (time.monotonic() - start) * 1000


def link_round_trip(servers):
    return float(in_client([sys.executable, '-c', MEASURE_LINK, str(servers.said['ports']['imaps'])]).stdout)


def measure(servers, cli, password_file, runs):
    unit = link_round_trip(servers)
    rows = {
        'Siegel, TLS: both sign-ins, INBOX, sender': lambda: siegel(cli, servers, password_file, 'imaps', 'submissions'),
        'Siegel, STARTTLS: the same': lambda: siegel(cli, servers, password_file, 'imap', 'submission'),
        'curl, TLS: both sign-ins at once': lambda: curl_at_once(servers),
        'curl, TLS: one sign-in after the other': lambda: curl_in_turn(servers),
    }
    times = {name: [] for name in rows}
    for _ in range(runs):
        for name, run in rows.items():
            times[name].append(run())
    print(f'  a round trip: {unit:.1f} ms')
    base = statistics.median(times['curl, TLS: one sign-in after the other'])
    for name, values in times.items():
        median = statistics.median(values)
        aim = f' (aim ≤ {LIMIT})' if name.startswith('Siegel, TLS') else ''
        print(f'  {name}: {median:.0f} ms = {median / unit:.2f} round trips{aim}, {median / base:.2f} of the last row')


def measure_greetings(servers, greet, runs):
    unit = link_round_trip(servers)
    names = [f'{protocol}:{security}:{servers.said["ports"][service]}' for service, protocol, security, _ in GREETINGS]
    times = [[float(line) for line in in_client([greet, servers.said['ca'], HOST, *names]).stdout.split()]
             for _ in range(runs)]
    print('Greetings, without a question')
    for values, (service, _, security, aim) in zip(zip(*times), GREETINGS):
        median = statistics.median(values)
        print(f'  {service}, {security}: {median:.0f} ms = {median / unit:.2f} round trips (aim ≤ {aim})')


def main():
    bridge, cli, greet = (os.path.abspath(path) for path in sys.argv[1:4])
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    netns.enter()
    network = netns.Network(bridge, ROUND_TRIP_MS, [HOST])
    with tempfile.NamedTemporaryFile('w') as file:
        file.write(PASSWORD)
        file.flush()
        for name, mechanisms in MECHANISMS.items():
            servers = Servers(mechanisms)
            print(name)
            measure(servers, cli, file.name, runs)
            servers.close()
    servers = Servers(MECHANISMS['SCRAM-SHA-256'])
    measure_greetings(servers, greet, runs)
    servers.close()
    network.close()


main()
