#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of our own: network namespaces with a delayed link between a client and its servers.

Everything lives inside namespaces of one process (network, mounts, process ids) and is gone when that ends; the
machine's own network is never touched, and nothing outside can be reached from within.
"""
import os
import subprocess
import sys

CLIENT, SERVER = '10.99.0.2', '10.99.0.10'
MARK = 'SIEGEL_TEST_NAMESPACE'


def enter():
    """Starts this program again inside fresh namespaces; returns only there. Says why where that cannot be."""
    if os.environ.get(MARK):
        subprocess.run(['mount', '-t', 'tmpfs', 'none', '/run'], check=True)
        return
    unshare = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
    if os.getuid() != 0:
        unshare += ['--map-root-user']
    if subprocess.run(unshare + ['true'], stderr=subprocess.DEVNULL).returncode:
        print('this machine permits no network namespaces (unshare)')
        sys.exit(77)
    os.execvpe('unshare', unshare + [sys.executable] + sys.argv, dict(os.environ, **{MARK: '1'}))


def ip(*arguments):
    subprocess.run(['ip', *arguments], check=True)


class Network:
    """client 10.99.0.2 ── repeater ── server 10.99.0.10, each in a namespace named after it."""

    def __init__(self, bridge, round_trip_ms, hosts):
        self.bridge = bridge
        for name in ('client', 'middle', 'server'):
            ip('netns', 'add', name)
            ip('-n', name, 'link', 'set', 'lo', 'up')
        self._attach('client', CLIENT)
        self._attach('server', SERVER)
        self._know_each_other()
        self._write_hosts(hosts)
        self.repeater = subprocess.Popen(self.command('middle', [bridge, 'client', 'server', str(round_trip_ms / 2)]))

    def _attach(self, name, address):
        ip('-n', 'middle', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
        ip('-n', name, 'addr', 'add', address + '/24', 'dev', 'eth0')
        ip('-n', name, 'link', 'set', 'eth0', 'up')
        ip('-n', 'middle', 'link', 'set', name, 'up')
        subprocess.run(self.command(name, [self.bridge, '--offloads-off', 'eth0']), check=True)

    def _know_each_other(self):
        """Neighbours are fixed: else the first packet would wait for one more round trip."""
        for name, other, address in (('client', 'server', SERVER), ('server', 'client', CLIENT)):
            mac = subprocess.run(self.command(other, ['cat', '/sys/class/net/eth0/address']),
                                 capture_output=True, text=True, check=True).stdout.strip()
            ip('-n', name, 'neigh', 'replace', address, 'lladdr', mac, 'dev', 'eth0', 'nud', 'permanent')

    @staticmethod
    def _write_hosts(hosts):
        with open('/run/hosts', 'w') as file:
            file.write('127.0.0.1 localhost\n' + ''.join(f'{SERVER} {host}\n' for host in hosts))
        subprocess.run(['mount', '--bind', '/run/hosts', '/etc/hosts'], check=True)

    @staticmethod
    def command(name, arguments):
        return ['ip', 'netns', 'exec', name, *arguments]

    def close(self):
        self.repeater.kill()
        self.repeater.wait()
