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
#   services          names only services: _imaps.example.test and others
#   muststaple        right where it comes with its issuer's word (RFC 7633)
#   manyfaults *      vouches for itself, for another name, in 2020
#   renewed *         the key of selfsigned in another certificate
#   revoked           right, but was withdrawn
#
# What the authority says of them (OCSP; only where openssl is at hand):
#   good.ocsp         of ec: good
#   muststaple.ocsp   of muststaple: good
#   stale.ocsp        of ec: good, for a day
#   revoked.ocsp      of revoked: withdrawn
#   both.ocsp         of ec: good, then of revoked: withdrawn
#   otherca.ocsp      the same of revoked as revoked.ocsp, and of ec: good, but signed by otherca-ca
#   later.ocsp        nothing yet: ask again
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
# _imaps.example.test, _pop3s.example.test, _submissions.example.test (RFC 4985), in DER
SERVICES='other_name = "1.3.6.1.5.5.7.8.7 16135f696d6170732e6578616d706c652e74657374"
other_name = "1.3.6.1.5.5.7.8.7 16135f706f7033732e6578616d706c652e74657374"
other_name = "1.3.6.1.5.5.7.8.7 16195f7375626d697373696f6e732e6578616d706c652e74657374"'
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
  make_key "$1" "$2"
  sign_self "$@"
}

make_renewed() { # NAME OLD-NAME LINES…
  cp -p "$2.key" "$1.key"
  sign_self "$@"
}

sign_self() { # NAME KIND LINES…
  name=$1
  shift 2
  write_template "$name" "$@"
  quietly certtool --generate-self-signed --load-privkey "$name.key" --template "$name.template" \
    --outfile "$name.pem"
}

serial_of() { # NAME
  openssl x509 -in "$1.pem" -noout -serial | cut -d= -f2
}

# certtool cannot sign the answer of an OCSP responder.
make_ocsp() { # ANSWER SIGNER DAYS NAMES…
  answer=$1
  signer=$2
  days=$3
  shift 3
  for name in "$@"; do
    shift
    set -- "$@" -cert "$name.pem"
  done
  quietly openssl ocsp -index index.txt -CA ca.pem -issuer ca.pem -rsigner "$signer.pem" -rkey "$signer.key" "$@" \
    -ndays "$days" -no_nonce -noverify -respout "$answer.ocsp" >/dev/null
}

make_ocsps() {
  command -v openssl >/dev/null || return 0
  printf 'R\t350101000000Z\t240101000000Z,keyCompromise\t%s\tunknown\t/CN=revoked\n' "$(serial_of revoked)" >index.txt
  for name in ec muststaple; do
    printf 'V\t350101000000Z\t\t%s\tunknown\t/CN=%s\n' "$(serial_of "$name")" "$name" >>index.txt
  done
  make_ocsp good ca 3650 ec
  make_ocsp muststaple ca 3650 muststaple
  make_ocsp stale ca 1 ec
  make_ocsp revoked ca 3650 revoked
  make_ocsp both ca 3650 ec revoked
  make_ocsp otherca otherca-ca 3650 ec revoked
  printf '\060\003\012\001\003' >later.ocsp
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
make_server ca services ec "$SERVICES" "$SERVER" "$LASTING"
make_server ca muststaple ec "$NAMES" "$SERVER" 'tls_feature = 5' "$LASTING"
make_self_signed manyfaults ec 'dns_name = "other.example.test"' "$SERVER" 'activation_date = "2020-01-01 00:00:00"' \
  'expiration_date = "2021-01-01 00:00:00"'
make_renewed renewed selfsigned "$NAMES" "$SERVER" "$LASTING"
make_ocsps
rm -f ./*.template certtool.log index.txt*
