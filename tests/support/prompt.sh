#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# prompt.sh answer|create|dismiss: does with the keyring's next dialog what a person does, and as slowly: a dialog that
# is gone in no time was never seen. The password is "test".
set -eu

timeout 20 xdotool search --sync --onlyvisible --class gcr-prompter > /dev/null < /dev/null
sleep 1
press () { timeout 5 xdotool "$@" < /dev/null; }

case $1 in
  answer) press type test; press key Return ;;
  create) press type test; press key Tab; press type test; press key Return ;;
  dismiss) press key Escape ;;
esac
