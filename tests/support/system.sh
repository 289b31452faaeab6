#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# system.sh RELEASE COMMAND [ARGUMENT…]
#
# Runs a command in this folder as if the machine were another release of Debian (trixie, for example). Needs root and
# debootstrap. The release is installed once, into ${XDG_CACHE_HOME:-~/.cache}/siegel/RELEASE, and again when that was
# left half-made; what the command installs stays there, too. All else is gone with the command: mounts, processes, and
# whatever was written outside this folder.
#
# The command sees this folder under its own name, and SIEGEL_BUILDS, where its build folders belong. The network is the
# machine's. Debian's mirror: DEBIAN_MIRROR, or the one that the machine's apt knows.
set -euo pipefail

me=$(readlink -f "$0")

usage () { sed -n '/^# system/,/^set /s/^# \{0,1\}//p' "$me" | sed '/^set /d' >&2; exit 2; }

say () { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# ---- outside: the release, and namespaces ----

# Services start when a test starts them, never because they were installed.
forbid_services () {
  printf '#!/bin/sh\nexit 101\n' > "$1/usr/sbin/policy-rc.d"
  chmod 755 "$1/usr/sbin/policy-rc.d"
}

write_configuration () {
  local root=$1 mirror=$2
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 %s\n' "$release" > "$root/etc/hosts"
  echo "$release" > "$root/etc/hostname"
  printf 'deb %s %s main\n' "$mirror" "$release" "$mirror" "$release-updates" > "$root/etc/apt/sources.list"
  printf 'Acquire::Languages "none";\nAPT::Install-Recommends "false";\n' > "$root/etc/apt/apt.conf.d/90siegel"
  forbid_services "$root"
}

find_mirror () {
  [ "${DEBIAN_MIRROR-}" ] || DEBIAN_MIRROR=$(apt-get indextargets --format '$(SITE)' 'Origin: Debian' 'Created-By: Packages' | grep -v security | head -n 1)
  [ "$DEBIAN_MIRROR" ] || { say "apt knows no mirror of Debian here: set DEBIAN_MIRROR"; exit 1; }
}

# It gets its name when it is complete: one that is there is whole.
make_root () {
  local part=$cache/$release.part
  find_mirror
  say "Installing Debian ($release) in $root: once, some minutes"
  rm -rf "$part"
  debootstrap --variant=minbase --include=ca-certificates "$release" "$part" "$DEBIAN_MIRROR" > "$cache/$release.log" 2>&1 \
    || { tail -n 20 "$cache/$release.log" >&2; return 1; }
  write_configuration "$part" "$DEBIAN_MIRROR"
  mv "$part" "$root"
}

# A namespace of processes takes all of them with it when its first one ends, whatever becomes of this script.
outside () {
  [ $# -ge 2 ] || usage
  release=$1; shift
  [ "$(id -u)" = 0 ] || { say "Another release of Debian can be run by root only: sudo $0 …"; exit 1; }
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/siegel root=$cache/$release
  mkdir -p "$cache"
  exec 9> "$cache/$release.lock"
  flock --nonblock 9 || { say "Waiting for another run in $root"; flock 9; }
  [ -d "$root" ] || make_root
  unshare --mount --pid --ipc --uts --fork --kill-child -- bash "$me" --inside "$release" "$root" "$PWD" "$@" 9>&- &
  started=$!
  trap 'kill -KILL "$started" 2> /dev/null' EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  local status=0
  wait "$started" || status=$?
  return $status
}

# ---- inside: mounts, then the command ----

mount_all () {
  local root=$1 here=$2 folder
  mount --make-rprivate /
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  for folder in sys dev; do
    mount --rbind "/$folder" "$root/$folder"
    mount --make-rslave "$root/$folder"
  done
  for folder in dev/shm run tmp var/tmp; do mount -t tmpfs -o mode=1777,nosuid tmpfs "$root/$folder"; done
  chmod 755 "$root/run"
  mkdir -p "$root$here"
  mount --bind "$here" "$root$here"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
}

# Not chroot: within one no program may have a namespace of users.
change_root () {
  local root=$1
  mkdir -p "$root/mnt"
  cd "$root"
  pivot_root . mnt
  exec chroot . /bin/bash -c 'umount --lazy /mnt && exec "$@"' bash "${@:2}"
}

# Of the environment outside only what leads to the mirror.
inside () {
  local release=$1 root=$2 here=$3
  shift 3
  hostname "$release"
  mount_all "$root" "$here"
  change_root "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LANG=C.UTF-8 \
    TERM="${TERM-dumb}" SIEGEL_BUILDS="build-$release/" ${http_proxy:+http_proxy="$http_proxy"} \
    bash -c 'cd "$1" && shift && dpkg --configure --pending && "$@"' bash "$here" "$@"
}

if [ "${1-}" = --inside ]; then
  shift
  inside "$@"
else
  outside "$@"
fi
