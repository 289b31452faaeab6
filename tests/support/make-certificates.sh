#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Throw-away certificates for tests and demo, made by certtool (GnuTLS).
# usage: make-certificates.sh FOLDER
#
#   ca.pem            vouches for all but the two marked *
#   rsa, ec           right in every way: .pem and .key each, as all that follow
#   wronghost         for another name
#   expired, notyet   in 2020, and from 2090 on
#   weak              a key of 1024 bits
#   purpose           for clients, not for servers
#   odd               right, but its subject would colour a terminal and turn its text
#   selfsigned *      vouches for itself
#   otherca *         from an authority that nobody trusts (otherca-ca.pem)
#   revoked           right, but revoked.ocsp says that it was revoked (only where openssl is at hand)
set -eu

mkdir -p "$1"
cd "$1"

NAMES='dns_name = "mail.example.test"
dns_name = "imap.example.test"
dns_name = "pop.example.test"
dns_name = "smtp.example.test"
dns_name = "autoconfig.example.test"
dns_name = "example.test"
dns_name = "localhost"
ip_address = "127.0.0.1"
ip_address = "127.0.0.2"
ip_address = "::1"'
SERVER='tls_www_server'
LASTING='expiration_days = 3650'

quietly() {
  "$@" 2>certtool.log || { cat certtool.log >&2; exit 1; }
}

make_key() { # NAME KIND
  case $2 in
    rsa) set -- "$1" --key-type=rsa --bits=2048 ;;
    weak) set -- "$1" --key-type=rsa --bits=1024 ;;
    ec) set -- "$1" --key-type=ecdsa --curve=secp256r1 ;;
  esac
  name=$1
  shift
  quietly certtool --generate-privkey "$@" --outfile "$name.key"
  chmod 600 "$name.key"
}

make_authority() { # NAME COMMON-NAME
  make_key "$1" ec
  printf 'cn = "%s"\nca\ncert_signing_key\ncrl_signing_key\n%s\n' "$2" "$LASTING" >"$1.template"
  quietly certtool --generate-self-signed --load-privkey "$1.key" --template "$1.template" --outfile "$1.pem"
}

write_template() { # NAME LINES…
  template=$1.template
  printf 'cn = "%s.example.test"\nsigning_key\nencryption_key\n' "$1" >"$template"
  shift
  printf '%s\n' "$@" >>"$template"
}

make_server() { # AUTHORITY NAME KIND LINES…
  authority=$1
  name=$2
  make_key "$name" "$3"
  shift 3
  write_template "$name" "$@"
  quietly certtool --generate-certificate --load-privkey "$name.key" --load-ca-certificate "$authority.pem" \
    --load-ca-privkey "$authority.key" --template "$name.template" --outfile "$name.pem"
}

make_self_signed() { # NAME KIND LINES…
  name=$1
  make_key "$name" "$2"
  shift 2
  write_template "$name" "$@"
  quietly certtool --generate-self-signed --load-privkey "$name.key" --template "$name.template" \
    --outfile "$name.pem"
}

# certtool cannot sign the answer of an OCSP responder.
make_ocsp() { # NAME
  command -v openssl >/dev/null || return 0
  serial=$(openssl x509 -in "$1.pem" -noout -serial | cut -d= -f2)
  printf 'R\t350101000000Z\t240101000000Z,keyCompromise\t%s\tunknown\t/CN=%s.example.test\n' "$serial" "$1" >index.txt
  quietly openssl ocsp -index index.txt -CA ca.pem -issuer ca.pem -rsigner ca.pem -rkey ca.key -cert "$1.pem" \
    -ndays 3650 -no_nonce -noverify -respout "$1.ocsp" >/dev/null
}

make_authority ca 'Test Authority'
make_authority otherca-ca 'Another Authority'
make_server ca rsa rsa "$NAMES" "$SERVER" "$LASTING"
make_server ca ec ec "$NAMES" "$SERVER" "$LASTING"
make_server ca wronghost ec 'dns_name = "other.example.test"' "$SERVER" "$LASTING"
make_server ca expired ec "$NAMES" "$SERVER" 'activation_date = "2020-01-01 00:00:00"' \
  'expiration_date = "2021-01-01 00:00:00"'
make_server ca notyet ec "$NAMES" "$SERVER" 'activation_date = "2090-01-01 00:00:00"' \
  'expiration_date = "2091-01-01 00:00:00"'
make_server ca weak weak "$NAMES" "$SERVER" "$LASTING"
make_server ca purpose ec "$NAMES" 'tls_www_client' "$LASTING"
make_server ca odd ec "$NAMES" "$SERVER" "$LASTING" "unit = \"$(printf '\033[31m\342\200\256desrever')\""
make_server ca revoked ec "$NAMES" "$SERVER" "$LASTING"
make_server otherca-ca otherca ec "$NAMES" "$SERVER" "$LASTING"
make_self_signed selfsigned ec "$NAMES" "$SERVER" "$LASTING"
make_ocsp revoked
rm -f ./*.template certtool.log index.txt*
