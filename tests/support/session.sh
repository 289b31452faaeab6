#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# session.sh [OPTION…] -- COMMAND [ARGUMENT…]
#
# Runs a command in a desktop session of its own: nothing of the person's home, bus, display or keyring is seen or
# touched, and nothing outlives the command.
#
#   --service NAME   let the bus start this service (repeatable); it knows no other
#   --display        an X server of its own (Xvfb)
#   --same-display   the person's own display: the one thing that is shared
#   --screen WxHxD   its size; 1280x800x24 when absent
#   --keyring        GNOME Keyring with an unlocked login keyring (password "test")
#   --no-bus         a session whose bus cannot be reached
#   --need PROGRAM   exit 77 (test skipped) when it is not installed (repeatable)
#   --limit SECONDS  kill everything then and exit 124; 60 when absent, 0: never
#   --keep           keep the home folder and print its path to standard error
#
# The command sees SIEGEL_SESSION, the folder that holds the whole session; its HOME is below it. The exit status is
# the command's. Works as root and as an ordinary user.
set -eu

me=$(readlink -f "$0")

usage () { sed -n '/^# session/,/^set /s/^# \{0,1\}//p' "$me" | sed '/^set /d' >&2; exit 2; }

skip () { echo "session: skipped, $1 is not installed" >&2; exit 77; }

# ---- outside: folders, environment, limits ----

services=() needs=(dbus-daemon) shared_display=() display='' screen=1280x800x24 keyring='' no_bus='' limit=60 keep=''

# A Wayland socket is named relative to the folder that the session hides.
share_display () {
  if [ "${WAYLAND_DISPLAY-}" ]; then
    case $WAYLAND_DISPLAY in
      /*) shared_display+=(WAYLAND_DISPLAY="$WAYLAND_DISPLAY") ;;
      *) shared_display+=(WAYLAND_DISPLAY="$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY") ;;
    esac
    shared_display+=(GDK_BACKEND=wayland,x11)
  fi
  [ ! "${DISPLAY-}" ] || shared_display+=(DISPLAY="$DISPLAY")
  [ ! "${XAUTHORITY-$HOME/.Xauthority}" ] || shared_display+=(XAUTHORITY="${XAUTHORITY-$HOME/.Xauthority}")
}

parse_options () {
  while [ $# -gt 0 ]; do
    case $1 in
      --service) services+=("$2"); shift ;;
      --display) display=1; needs+=(Xvfb) ;;
      --same-display) share_display ;;
      --screen) screen=$2; shift ;;
      --keyring) keyring=1; needs+=(gnome-keyring-daemon gdbus) ;;
      --no-bus) no_bus=1 ;;
      --need) needs+=("$2"); shift ;;
      --limit) limit=$2; shift ;;
      --keep) keep=1 ;;
      --) shift; command=("$@"); return ;;
      *) usage ;;
    esac
    shift
  done
  usage
}

# Programs that a service file starts live outside PATH, so the file stands for them.
service_file () { echo "/usr/share/dbus-1/services/$1.service"; }

check_needs () {
  local program service
  for program in "${needs[@]}"; do command -v "$program" > /dev/null || skip "$program"; done
  for service in ${services[@]+"${services[@]}"}; do [ -e "$(service_file "$service")" ] || skip "$service"; done
}

write_bus_configuration () {
  local service
  for service in ${services[@]+"${services[@]}"}; do cp "$(service_file "$service")" "$root/services/"; done
  cat > "$root/bus.conf" <<CONFIGURATION
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=$root/run/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$root/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONFIGURATION
}

# A process namespace takes everything with it when it ends. Where the system forbids one, ending the processes that
# were started here has to do.
limit_lifetime () {
  local namespace=(unshare --pid --fork --mount-proc --kill-child)
  [ "$(id -u)" = 0 ] || namespace=(unshare --user --map-current-user --pid --fork --mount-proc --kill-child)
  if "${namespace[@]}" true 2> /dev/null; then
    limited=(timeout --foreground --signal=KILL "$limit" "${namespace[@]}")
  else
    limited=(timeout --kill-after=5 "$limit")
  fi
}

outside () {
  parse_options "$@"
  check_needs
  root=$(mktemp -d "${TMPDIR:-/tmp}/siegel-session.XXXXXX")
  if [ "$keep" ]; then echo "session: kept in $root" >&2; else trap 'rm -rf "$root"' EXIT; fi
  mkdir -p "$root"/home/.config "$root"/home/.cache "$root"/home/.local/share "$root"/run "$root"/services
  chmod 700 "$root/run"
  write_bus_configuration
  limit_lifetime

  local status=0
  env -u WAYLAND_DISPLAY -u DISPLAY -u XAUTHORITY -u AT_SPI_BUS_ADDRESS -u DBUS_STARTER_ADDRESS -u DBUS_STARTER_BUS_TYPE \
      -u GNOME_KEYRING_CONTROL -u XDG_DATA_DIRS -u XDG_CONFIG_DIRS -u XDG_CURRENT_DESKTOP \
      SIEGEL_SESSION="$root" HOME="$root/home" XDG_CONFIG_HOME="$root/home/.config" \
      XDG_CACHE_HOME="$root/home/.cache" XDG_DATA_HOME="$root/home/.local/share" XDG_STATE_HOME="$root/home/.local/state" \
      XDG_RUNTIME_DIR="$root/run" DBUS_SESSION_BUS_ADDRESS="unix:path=$root/run/bus" \
      GDK_BACKEND=x11 GSK_RENDERER="${GSK_RENDERER-cairo}" LIBGL_ALWAYS_SOFTWARE=1 GTK_USE_PORTAL=0 \
      GSETTINGS_BACKEND="${GSETTINGS_BACKEND-memory}" ${shared_display[@]+"${shared_display[@]}"} \
      "${limited[@]}" bash "$me" --inside "$display" "$screen" "$keyring" "$no_bus" "${command[@]}" || status=$?
  # The end of the time shows as a kill.
  if [ $status = 137 ]; then status=124; fi
  [ $status != 124 ] || echo "session: ended after $limit seconds" >&2
  exit $status
}

# ---- inside: the session's own processes ----

started=()

# The settings that make the program under test strict would make other people's programs abort. Always in a subshell:
# "&" then gives the number of the program itself.
quietly () { exec env -u G_DEBUG -u G_MESSAGES_DEBUG -u ASAN_OPTIONS -u LSAN_OPTIONS -u UBSAN_OPTIONS "$@"; }

wait_for () {
  local tries
  for tries in $(seq 200); do
    if "$@" 2> /dev/null; then return 0; fi
    sleep 0.05
  done
  echo "session: gave up waiting for: $*" >&2
  return 1
}

start_display () {
  local number
  # Without -r a key that is released late, on a busy machine, is pressed again and again.
  quietly Xvfb -displayfd 3 -screen 0 "$1" -nolisten tcp -r 3> "$SIEGEL_SESSION/display" > /dev/null 2>&1 < /dev/null &
  started+=($!)
  wait_for test -s "$SIEGEL_SESSION/display"
  read -r number < "$SIEGEL_SESSION/display"
  export DISPLAY=":$number"
}

start_bus () {
  quietly dbus-daemon --config-file="$SIEGEL_SESSION/bus.conf" --nofork --nopidfile < /dev/null 2> "$SIEGEL_SESSION/bus.log" &
  started+=($!)
  wait_for test -S "$SIEGEL_SESSION/run/bus"
}

# Unlocking comes before the first look at the bus: otherwise a second, locked daemon might be started by it.
start_keyring () {
  printf test | quietly gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
  gdbus wait --session --timeout 10 org.freedesktop.secrets
}

end_started () {
  local process
  for process in ${started[@]+"${started[@]}"}; do kill "$process" 2> /dev/null || true; done
}

inside () {
  local display=$1 screen=$2 keyring=$3 no_bus=$4
  shift 4
  trap end_started EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  [ ! "$display" ] || start_display "$screen"
  [ "$no_bus" ] || start_bus
  [ ! "$keyring" ] || start_keyring
  "$@"
}

if [ "${1-}" = --inside ]; then
  shift
  inside "$@"
else
  outside "$@"
fi
