# SPDX-License-Identifier: GPL-3.0-or-later
"""What the laboratory of lab.py publishes: names in the DNS, and documents on websites. Domains are called after what
is special about them."""

import base64
import hashlib
import json

# A place → its addresses. Nobody is at "nobody": what is sent there is never answered. "mute" says no word in any
# conversation; "closed" refuses every connection.
PLACES = {
    "mail": ("10.99.0.10", "fd99::10"),
    "starttls": ("10.99.0.11", None),
    "wrongname": ("10.99.0.12", None),
    "plain": ("10.99.0.13", None),
    "mute": ("10.99.0.14", None),
    "web": ("10.99.0.20", "fd99::20"),
    "closed": ("10.99.0.30", "fd99::30"),
    "resolver": ("10.99.0.53", None),
    "portal-resolver": ("10.99.0.54", None),
    "attacker": ("10.99.0.66", "fd99::66"),
    "portal": ("10.99.0.99", None),
    "nobody": ("10.99.0.200", "fd99::200"),
}

# Of the names that end in these, the DNS can prove what it says.
SIGNED = "signed.test"

# What looks like "idn.test", but begins with a Cyrillic letter.
LOOKALIKE = "xn--dn-goc.test"

# A name, a type, and what the record says. HOST is a place with all its addresses.
RECORDS = """
mx-known.test                      MX    20 mx.attacker.test.
mx-known.test                      MX    10 aspmx.l.google.com.
aspmx.l.google.com                 HOST  closed
mx-unsupported.test                MX    10 mail.tutanota.de.
mail.tutanota.de                   HOST  closed

_imaps._tcp.srv.test               SRV   0 1 993 imap.srv.test.
_imap._tcp.srv.test                SRV   0 1 143 imap.srv.test.
_pop3s._tcp.srv.test               SRV   0 1 995 pop.srv.test.
_submissions._tcp.srv.test         SRV   0 1 465 smtp.srv.test.
_submission._tcp.srv.test          SRV   0 1 587 smtp.srv.test.
imap.srv.test                      HOST  mail
pop.srv.test                       HOST  mail
smtp.srv.test                      HOST  mail

_imaps._tcp.elsewhere.test         SRV   0 1 993 imap.srv.test.
_submissions._tcp.elsewhere.test   SRV   0 1 465 smtp.srv.test.

_imaps._tcp.two-answers.test       SRV   0 1 993 imap.srv.test.
_submissions._tcp.two-answers.test SRV   0 1 465 smtp.srv.test.
autoconfig.two-answers.test        HOST  web
imap.two-answers.test              HOST  mail
smtp.two-answers.test              HOST  mail

_imaps._tcp.srv-order.test         SRV   20 0 993 last.srv-order.test.
_imaps._tcp.srv-order.test         SRV   10 1 993 light.srv-order.test.
_imaps._tcp.srv-order.test         SRV   10 5 993 heavy.srv-order.test.
_imap._tcp.srv-order.test          SRV   0 9 143 starttls.srv-order.test.
_pop3s._tcp.srv-order.test         SRV   0 0 0 .
_pop3._tcp.srv-order.test          SRV   0 0 0 .
_submissions._tcp.srv-order.test   SRV   0 0 0 .
_submission._tcp.srv-order.test    SRV   0 1 1587 smtp.srv-order.test.

_imaps._tcp.srv-refused.test       SRV   0 0 0 .
_imap._tcp.srv-refused.test        SRV   0 0 0 .
_pop3s._tcp.srv-refused.test       SRV   0 0 0 .
_pop3._tcp.srv-refused.test        SRV   0 0 0 .
_submissions._tcp.srv-refused.test SRV   0 0 0 .
_submission._tcp.srv-refused.test  SRV   0 0 0 .
imap.srv-refused.test              HOST  mail
smtp.srv-refused.test              HOST  mail

autoconfig.autoconfig.test         HOST  web
well-known.test                    HOST  web
autoconfig.both-places.test        HOST  web
both-places.test                   HOST  web
autoconfig.redirect-own.test       HOST  web
www.redirect-own.test              HOST  web
autoconfig.redirect-http.test      HOST  web
autoconfig.redirect-loop.test      HOST  web
autoconfig.html.test               HOST  web
autoconfig.huge.test               HOST  web
autoconfig.slow.test               HOST  web
autoconfig.latin1.test             HOST  web
autoconfig.malformed.test          HOST  web
autoconfig.bomb.test               HOST  web
autoconfig.plaintext.test          HOST  web
autoconfig.others.test             HOST  web

ua-auto-config.pacc.test           HOST  web
ua-auto-config.pacc-smtp.test      HOST  web
ua-auto-config.pacc-forged.test    HOST  web
ua-auto-config.pacc-bare.test      HOST  web

listed.test                        TXT   "on the list of autoconfig.thunderbird.net"
autoconfig.thunderbird.net         HOST  web

hosted.test                        MX    10 in1.mx.hoster.test.
in1.mx.hoster.test                 HOST  closed
autoconfig.hoster.test             HOST  web

imap.guess.test                    HOST  mail
pop.guess.test                     HOST  mail
smtp.guess.test                    HOST  mail
mail.guess-starttls.test           HOST  starttls
imap.guess-wrong.test              HOST  wrongname
smtp.guess-wrong.test              HOST  wrongname
imap.guess-dead6.test              A     10.99.0.10
imap.guess-dead6.test              AAAA  fd99::200
smtp.guess-dead6.test              A     10.99.0.10
smtp.guess-dead6.test              AAAA  fd99::200
guess-mx.test                      MX    10 mx1.guess-mx.test.
mx1.guess-mx.test                  HOST  mail
guess-mute.test                    MX    10 mail.guess-mute.test.
imap.guess-mute.test               HOST  mute
mail.guess-mute.test               HOST  mail

nothing.test                       TXT   "neither mail nor a website"
null-mx.test                       MX    0 .

signed.test                        MX    10 aspmx.l.google.com.
_imaps._tcp.srv.signed.test        SRV   0 1 993 imap.srv.signed.test.
_submissions._tcp.srv.signed.test  SRV   0 1 465 smtp.srv.signed.test.
imap.srv.signed.test               HOST  mail
smtp.srv.signed.test               HOST  mail
hosted.signed.test                 MX    10 in1.mx.hoster.test.

everything.test                    MX    10 in1.mx.hoster.test.
autoconfig.everything.test         HOST  web
everything.test                    HOST  web
ua-auto-config.everything.test     HOST  web
_imaps._tcp.everything.test        SRV   0 1 993 imap.everything.test.
_submissions._tcp.everything.test  SRV   0 1 465 smtp.everything.test.
imap.everything.test               HOST  mail
pop.everything.test                HOST  mail
smtp.everything.test               HOST  mail

blackhole.test                     MX    10 mx.blackhole.test.
blackhole.test                     HOST  nobody
mx.blackhole.test                  HOST  nobody
autoconfig.blackhole.test          HOST  nobody
ua-auto-config.blackhole.test      HOST  nobody
imap.blackhole.test                HOST  nobody
mail.blackhole.test                HOST  nobody
pop.blackhole.test                 HOST  nobody
pop3.blackhole.test                HOST  nobody
smtp.blackhole.test                HOST  nobody

half-dead.test                     HOST  nobody
autoconfig.half-dead.test          HOST  nobody
ua-auto-config.half-dead.test      HOST  nobody
imap.half-dead.test                HOST  mail
smtp.half-dead.test                HOST  mail

imap.plain.test                    HOST  plain
pop.plain.test                     HOST  plain
smtp.plain.test                    HOST  plain

forged-mx.test                     MX    10 mx.attacker.test.
mx.attacker.test                   HOST  attacker
autoconfig.attacker.test           HOST  attacker
imap.attacker.test                 HOST  attacker
pop.attacker.test                  HOST  attacker
smtp.attacker.test                 HOST  attacker

_imaps._tcp.forged-srv.test        SRV   0 1 993 imap.attacker.test.
_submissions._tcp.forged-srv.test  SRV   0 1 465 smtp.attacker.test.

autoconfig.redirect-other.test     HOST  web
autoconfig.forged-host.test        HOST  attacker
forged-host.test                   HOST  attacker
ua-auto-config.forged-host.test    HOST  attacker
imap.forged-host.test              HOST  attacker
smtp.forged-host.test              HOST  attacker

_imaps._tcp.example.test           SRV   0 1 993 imap.examp1e.test.
_submissions._tcp.example.test     SRV   0 1 465 smtp.examp1e.test.
imap.examp1e.test                  HOST  attacker
smtp.examp1e.test                  HOST  attacker
_imaps._tcp.idn.test               SRV   0 1 993 imap.xn--dn-goc.test.
_submissions._tcp.idn.test         SRV   0 1 465 smtp.xn--dn-goc.test.
imap.xn--dn-goc.test               HOST  attacker
smtp.xn--dn-goc.test               HOST  attacker
"""


def server(kind, role, host, port, security, username="%EMAILADDRESS%"):
    return (f'<{role}Server type="{kind}"><hostname>{host}</hostname><port>{port}</port>'
            f'<socketType>{security}</socketType><username>{username}</username>'
            f'<authentication>password-cleartext</authentication></{role}Server>\n')


def autoconfig(domain, *servers, version="1.1"):
    """A document with the servers named; without any, those that most domains here have, the best one last."""
    servers = servers or (
        server("pop3", "incoming", f"pop.{domain}", 995, "SSL"),
        server("imap", "incoming", f"imap.{domain}", 143, "STARTTLS"),
        server("imap", "incoming", f"imap.{domain}", 993, "SSL"),
        server("smtp", "outgoing", f"smtp.{domain}", 587, "STARTTLS"),
        server("smtp", "outgoing", f"smtp.{domain}", 465, "SSL"),
    )
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig version="{version}"><emailProvider id="{domain}">\n'
            f'<domain>{domain}</domain><displayName>Mail of {domain}</displayName>\n' + "".join(servers)
            + '</emailProvider></clientConfig>\n')


OTHERS = autoconfig(
    "others.test",
    '<incomingServer type="jmap"><url>https://jmap.others.test/</url><username>%EMAILADDRESS%</username>'
    '<authentication system="http">basic</authentication></incomingServer>\n',
    '<incomingServer type="ews"><url>https://ews.others.test/EWS/Exchange.asmx</url>'
    '<username>%EMAILADDRESS%</username><authentication system="http">basic</authentication></incomingServer>\n',
    version="1.2")

PLAINTEXT = autoconfig(
    "plaintext.test",
    server("imap", "incoming", "imap.plaintext.test", 143, "plain"),
    server("smtp", "outgoing", "smtp.plaintext.test", 25, "plain"))

BOMB = ('<?xml version="1.0"?>\n<!DOCTYPE clientConfig [\n<!ENTITY a "imap.bomb.test">\n'
        + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">\n' for i in range(12))
        + ']>\n' + autoconfig("bomb.test", server("imap", "incoming", "&m;", 993, "SSL"),
                              server("smtp", "outgoing", "smtp.bomb.test", 465, "SSL")).split("\n", 1)[1])


def pacc(domain, smtp_key):
    return json.dumps({
        "protocols": {"imap": {"host": f"imap.{domain}"}, "pop3": {"host": f"pop.{domain}"},
                      smtp_key: {"host": f"smtp.{domain}"}},
        "authentication": {"password": True},
        "info": {"provider": {"name": f"Mail of {domain}"}},
    }).encode()


PACC = {
    "pacc.test": pacc("pacc.test", "submit"),
    "pacc-smtp.test": pacc("pacc-smtp.test", "smtp"),
    "pacc-forged.test": pacc("pacc-forged.test", "submit"),
    "pacc-bare.test": pacc("pacc-bare.test", "submit"),
    "everything.test": pacc("everything.test", "submit"),
}

# What an attacker says of a domain whose names he has forged, and its fingerprint, which he has forged, too.
FORGED_PACC = pacc("attacker.test", "submit")

XML = "mail/config-v1.1.xml"
WELL_KNOWN = ".well-known/autoconfig/" + XML

# A path below the root of all websites, which begins with the name of the host → what is there.
DOCUMENTS = {
    f"autoconfig.autoconfig.test/{XML}": autoconfig("autoconfig.test"),
    f"well-known.test/{WELL_KNOWN}": autoconfig("well-known.test"),
    f"autoconfig.both-places.test/{XML}": autoconfig("both-places.test"),
    f"both-places.test/{WELL_KNOWN}": autoconfig("other-place.test"),
    "www.redirect-own.test/mail.xml": autoconfig("redirect-own.test"),
    f"autoconfig.html.test/{XML}": "<!DOCTYPE html>\n<title>Welcome</title><p>This page is about horses.\n",
    f"autoconfig.huge.test/{XML}": autoconfig("huge.test") + " " * 8_000_000,
    f"autoconfig.slow.test/{XML}": autoconfig("slow.test") + " " * 200_000,
    f"autoconfig.latin1.test/{XML}": autoconfig("latin1.test").replace("Mail of", "Grüße von").encode("latin-1"),
    f"autoconfig.malformed.test/{XML}": autoconfig("malformed.test").replace("</hostname>", "</hostnam>"),
    f"autoconfig.bomb.test/{XML}": BOMB,
    f"autoconfig.plaintext.test/{XML}": PLAINTEXT,
    f"autoconfig.others.test/{XML}": OTHERS,
    "autoconfig.thunderbird.net/v1.1/listed.test": autoconfig("listed.test"),
    f"autoconfig.hoster.test/{XML}": autoconfig("hoster.test"),
    f"autoconfig.everything.test/{XML}": autoconfig("everything.test"),
    f"autoconfig.two-answers.test/{XML}": autoconfig("two-answers.test"),
    f"everything.test/{WELL_KNOWN}": autoconfig("everything.test"),
    f"autoconfig.attacker.test/{XML}": autoconfig("attacker.test"),
    f"autoconfig.forged-host.test/{XML}": autoconfig("attacker.test"),
    f"forged-host.test/{WELL_KNOWN}": autoconfig("attacker.test"),
    "ua-auto-config.forged-host.test/.well-known/user-agent-configuration.json": FORGED_PACC,
    **{f"ua-auto-config.{domain}/.well-known/user-agent-configuration.json": text for domain, text in PACC.items()},
}

# A host → where it sends whoever asks it for anything.
REDIRECTS = {
    "autoconfig.redirect-own.test": "https://www.redirect-own.test/mail.xml",
    "autoconfig.redirect-other.test": f"https://autoconfig.attacker.test/{XML}",
    "autoconfig.redirect-http.test": f"http://autoconfig.redirect-http.test/{XML}",
    "autoconfig.redirect-loop.test": f"https://autoconfig.redirect-loop.test/{XML}",
}

SLOW_DOMAIN = "slow.test"
SLOW = f"autoconfig.{SLOW_DOMAIN}"


def digest_record(body):
    return f"v=UAAC1; a=sha256; d={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def digests():
    """Domain → the fingerprint of its configuration. That of "pacc-forged" is one of something else."""
    texts = {domain: text for domain, text in PACC.items() if domain != "pacc-bare.test"}
    texts["pacc-forged.test"] = b"something else"
    texts["forged-host.test"] = FORGED_PACC
    return {domain: digest_record(text) for domain, text in texts.items()}


def records():
    """(name, type, data) of all records, with HOST as addresses."""
    found = []
    for line in filter(None, map(str.strip, RECORDS.splitlines())):
        name, kind, data = line.split(None, 2)
        if kind == "HOST":
            four, six = PLACES[data]
            found += [(name, "A", four)] + ([(name, "AAAA", six)] if six else [])
        else:
            found.append((name, kind, data))
    found += [(f"_ua-auto-config.{domain}", "TXT", f'"{text}"') for domain, text in digests().items()]
    return found


def addresses():
    """Host → the set of its addresses."""
    found = {}
    for name, kind, data in records():
        if kind in ("A", "AAAA"):
            found.setdefault(name, set()).add(data)
    return found


def hosts_at(*places):
    """The names that lead to one of the places by IPv4, in order."""
    wanted = {PLACES[place][0] for place in places}
    return sorted({name for name, kind, data in records() if kind == "A" and data in wanted})


def zone_file(apex):
    """The zone of that name, and of everything in it that is no zone of its own."""
    signed = apex == SIGNED
    lines = [f"{apex}. 3600 SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60", f"{apex}. 3600 NS ns.lab."]
    if apex == "":
        lines = [". 3600 SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60", ". 3600 NS ns.lab.",
                 "ns.lab. 3600 A 127.0.0.1"]
    lines += [f"{name}. 3600 {kind} {data}" for name, kind, data in records() if name.endswith(SIGNED) == signed]
    return "\n".join(lines) + "\n"
