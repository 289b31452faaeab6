#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh FOLDER [MANIFEST] : builds the Flatpak and installs it in FOLDER/user, an installation of its own; a bundle
# for others is left in FOLDER. Where there is apt, nothing is asked for but Debian's mirror.
#
# Where GNOME's runtime and SDK are installed, they are used. Elsewhere ones of the same names are made of Debian
# packages. What can be used again is kept in the cache folder of whoever calls (SIEGEL_FLATPAK_CACHE): about 1.5 GB.
#
# Exit status 77: this machine cannot do it; standard error says why.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
manifest=${2:-io.github.siegel.Siegel.yaml}
id=${manifest%.yaml}
cache=${SIEGEL_FLATPAK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/siegel-flatpak}
# Of Debian's, the one whose GTK is nearest to the runtime's.
suite=trixie
branch=$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "$top/flatpak/$manifest")

say () { echo "flatpak: $*" >&2; }

cannot () { say "not possible here: $*"; exit 77; }

check_machine ()
{
  local program
  for program in flatpak flatpak-builder bwrap ostree; do
    command -v "$program" > /dev/null || cannot "$program is not installed"
  done
  bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true 2> "$folder/bwrap.log" \
    || cannot "bwrap cannot make a sandbox ($(tail -1 "$folder/bwrap.log"))"
}

# Without a system bus, an ordinary user is not let install applications: nobody can say that no parent forbids it.
with_bus ()
{
  if [ "$(id -u)" = 0 ] || [ -S /run/dbus/system_bus_socket ]; then
    "$@"
  else
    dbus-run-session -- bash -c 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$@"' bash "$@"
  fi
}

# install_from REPOSITORY REF… : into the installation that FLATPAK_USER_DIR names
install_from ()
{
  flatpak --user remote-add --if-not-exists --no-gpg-verify "$(basename "$1")" "file://$1"
  with_bus flatpak --user install -y --noninteractive --or-update "$(basename "$1")" "${@:2}" > "$folder/install.log" 2>&1 \
    || { cat "$folder/install.log" >&2; return 1; }
}

# ---------------------------------------------------------------- the runtime

has_runtime () { flatpak info "org.gnome.Platform//$branch" > /dev/null 2>&1 && flatpak info "org.gnome.Sdk//$branch" > /dev/null 2>&1; }

# An installation that is looked into besides our own; nothing is ever written there.
look_into ()
{
  mkdir -p "$folder/config/installations.d"
  printf '[Installation "runtimes"]\nPath=%s\n' "$1" > "$folder/config/installations.d/runtimes.conf"
  export FLATPAK_CONFIG_DIR=$folder/config
}

make_runtime ()
{
  local runtime=$cache/runtime name stamp
  stamp=$(cat "$top"/flatpak/local-runtime/*.sh | sha256sum | cut -c1-16)-$branch
  [ "$(cat "$runtime/stamp" 2> /dev/null)" != "$stamp" ] || return 0

  say "making a runtime of Debian packages ($suite)"
  rm -rf "$runtime" && mkdir -p "$runtime"
  "$top/flatpak/local-runtime/fetch.sh" "$cache/debian" packages "$suite" || cannot "Debian's packages cannot be had"
  ln -s "$cache"/debian/{pool,platform,sdk} "$runtime/"
  "$top/flatpak/local-runtime/unpack.sh" "$runtime" "$branch"
  # Files as they are: what is installed from there is linked, not copied.
  ostree init --repo="$runtime/debian" --mode=bare-user-only
  for name in Platform Sdk; do
    flatpak build-export --runtime --disable-sandbox --no-update-summary "$runtime/debian" "$runtime/$name" "$branch" > /dev/null
    rm -rf "${runtime:?}/$name"
  done
  flatpak build-update-repo "$runtime/debian" > /dev/null
  FLATPAK_USER_DIR=$runtime/installation install_from "$runtime/debian" "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch"
  echo "$stamp" > "$runtime/stamp"
}

find_runtime ()
{
  local own=${XDG_DATA_HOME:-$HOME/.local/share}/flatpak
  if FLATPAK_USER_DIR=$folder/none has_runtime; then
    say "GNOME's own runtime is installed here, and used"
  elif FLATPAK_USER_DIR=$own has_runtime; then
    say "GNOME's own runtime is installed for you, and used"
    look_into "$own"
  else
    make_runtime
    look_into "$cache/runtime/installation"
  fi
}

# ---------------------------------------------------------------- the application

# The files that git has or would take: what a checkout holds besides them is no business of the build.
copy_sources ()
{
  rm -rf "$folder/source" && mkdir "$folder/source"
  if [ -e "$top/.git" ]; then
    git -C "$top" ls-files -z --cached --others --exclude-standard \
      | tar --create --directory "$top" --null --files-from - --ignore-failed-read 2> /dev/null \
      | tar --extract --directory "$folder/source"
  else
    tar --create --directory "$top" --exclude './build*' . | tar --extract --directory "$folder/source"
  fi
}

# name, address and checksum of each archive
list_archives ()
{
  flatpak-builder --show-manifest "$folder/source/flatpak/$manifest" | python3 -c '
import json, sys
for module in json.load(sys.stdin)["modules"]:
    for source in module["sources"]:
        if "sha256" in source:
            print(module["name"], source["url"], source["sha256"])'
}

build_application ()
{
  # Two builds at a time would use one cache.
  flock "$cache/lock" flatpak-builder --user --force-clean --delete-build-dirs --disable-rofiles-fuse --ccache \
    --state-dir="$cache/state" --extra-sources="$cache/archives" --repo="$folder/applications" --default-branch=stable "$@" \
    "$cache/application" "$folder/source/flatpak/$manifest" > "$folder/build.log" 2>&1
}

# stand_in NAME OTHER… : Debian's own build of a module, where what it is made of cannot be had. The manifest stays as it is.
stand_in ()
{
  local place=$cache/runtime/stand-ins/$1
  say "the archive of $1 cannot be had here: Debian’s own build stands in for this module"
  [ -d "$place" ] || "$top/flatpak/local-runtime/fetch.sh" "$cache/debian" stand_in "$place" "$@"
  printf '{"name": "%s", "buildsystem": "simple", "build-commands": ["cp -a lib include /app/"],
    "sources": [{"type": "dir", "path": "%s"}]}\n' "$1" "$place" > "$folder/source/flatpak/modules/$1.yaml"
}

# From Debian, which has them as they were published, and from nowhere else; without apt, flatpak-builder gets them.
get_archives ()
{
  local missing modules name
  command -v apt-get > /dev/null || return 0
  missing=$(list_archives | "$top/flatpak/local-runtime/fetch.sh" "$cache/sources" archives "$cache/archives")
  modules=$(list_archives | cut -d ' ' -f 1)
  for name in $missing; do stand_in "$name" $(grep -vFx "$name" <<< "$modules"); done
}

build ()
{
  say "building $id"
  build_application || { tail -50 "$folder/build.log" >&2; return 1; }
}

check_machine
mkdir -p "$cache"/{debian,sources,archives} "$folder/run"
chmod 700 "$folder/run"
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$folder/run}
find_runtime
copy_sources
get_archives
export FLATPAK_USER_DIR=$folder/user
mkdir -p "$FLATPAK_USER_DIR"
flatpak config --user --set languages 'en;de'
build
install_from "$folder/applications" "$id"
flatpak build-bundle "$folder/applications" "$folder/$id.flatpak" "$id" stable
say "installed $id, and left it in $folder/$id.flatpak"
