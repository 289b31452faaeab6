#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fetch.sh FOLDER packages SUITE : gets the Debian packages that hold what a GNOME runtime and its SDK hold. Their names are
#   left in FOLDER/platform and FOLDER/sdk, they themselves in FOLDER/pool.
# fetch.sh FOLDER archives PLACE : gets what the modules are made of that are named on standard input, a line each (name,
#   address, SHA-256), from Debian's source packages, where one holds just that; for flatpak-builder --extra-sources=PLACE.
#   Prints the names of those that could not be had.
# fetch.sh FOLDER stand_in PLACE NAME OTHER… : leaves in PLACE what building a module would have left, from Debian's own build
#   of it; the OTHER modules are there already.
#
# By an apt of its own, which needs no root: the machine's is asked only where its mirror is.
set -euo pipefail
# Programs that close all files they might have open are slow where that are millions.
ulimit -n 1024

folder=$1
apt=$folder/apt
keys=/usr/share/keyrings/debian-archive-keyring.gpg

platform=(base-files bash coreutils dash debianutils diffutils findutils gawk grep gzip libc-bin libc6 locales sed tar xz-utils
  adwaita-icon-theme ca-certificates dconf-gsettings-backend fontconfig fonts-cantarell fonts-dejavu-core glib-networking
  gsettings-desktop-schemas hicolor-icon-theme libglib2.0-0t64 libglib2.0-bin libgnutls30t64 libgtk-4-1 libgtk-4-bin
  libgtk-4-common libjson-glib-1.0-0 libpsl5t64 librsvg2-common libsecret-1-0 libsoup-3.0-0 libxml2 shared-mime-info)
sdk=(binutils ccache cmake gcc libc6-dev make meson ninja-build patch pkgconf python3
  appstream appstream-util desktop-file-utils gettext libglib2.0-dev libglib2.0-dev-bin libgnutls28-dev libgtk-4-dev
  libjson-glib-dev libpsl-dev libsecret-1-dev libsoup-3.0-dev libxml2-utils)

# Where this machine gets Debian's packages from.
mirror ()
{
  [ -z "${DEBIAN_MIRROR:-}" ] || { echo "$DEBIAN_MIRROR"; return; }
  apt-get indextargets --format '$(SITE)' 'Origin: Debian' 'Created-By: Packages' | grep -v security | head -1
}

# use LINE… : the sources.list, below the mirror
use ()
{
  local line
  site=$(mirror)
  [ "$site" ] || { echo "apt knows no mirror of Debian here: set DEBIAN_MIRROR" >&2; exit 1; }
  mkdir -p "$apt"/etc/apt/{apt.conf.d,preferences.d,trusted.gpg.d} "$apt"/var/lib/{apt/lists/partial,dpkg} \
    "$apt/var/cache/apt/archives/partial" "$apt/none/partial"
  : > "$apt/var/lib/dpkg/status"
  for line in "$@"; do echo "${line% *} [signed-by=$keys] $site ${line#* } main"; done > "$apt/etc/apt/sources.list"
  cat > "$apt/apt.conf" <<CONFIGURATION
Dir "$apt";
Dir::State::status "$apt/var/lib/dpkg/status";
Dir::Bin::Methods "/usr/lib/apt/methods";
APT::Install-Recommends "0";
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Sandbox::User "";
APT::Immediate-Configure "0";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
pkgCacheGen::ForceEssential "none";
Debug::NoLocking "1";
CONFIGURATION
  export APT_CONFIG=$apt/apt.conf
  apt-get update -qq
}

# The files of packages and all they depend on, whether they are here already or not.
resolve ()
{
  apt-get install -qq --print-uris -o Dir::Cache::archives="$apt/none" "$@" | sed -n "s/^'.*' \([^ ]*\.deb\) .*/\1/p" | sort
}

get_packages ()
{
  use "deb $1"
  ln -sfn "$apt/var/cache/apt/archives" "$folder/pool"
  resolve "${platform[@]}" > "$folder/platform"
  resolve "${platform[@]}" "${sdk[@]}" | comm -13 "$folder/platform" - > "$folder/sdk"
  apt-get install -qq --download-only "${platform[@]}" "${sdk[@]}" > /dev/null
}

# Where Debian keeps what NAME-VERSION.tar.EXTENSION is called at its publisher's.
pool_path ()
{
  local file=$2 start=${1:0:1}
  [ "${1#lib}" = "$1" ] || start=${1:0:4}
  file=${file#"$1"-}
  echo "main/$start/$1/${1}_${file%.tar.*}.orig.tar.${file##*.}"
}

# get_archive PATH NAME SHA256 : what is not the very file is none
get_archive ()
{
  local path pool
  path=$(pool_path "$2" "${1##*/}")
  mkdir -p "$(dirname "$1")"
  for pool in "$site/pool" "${site%/debian*}/debian-security/pool/updates"; do
    /usr/lib/apt/apt-helper -qq download-file "$pool/$path" "$1" "SHA256:$3" > /dev/null 2>&1 && return
  done
  return 1
}

get_archives ()
{
  local name address sum path
  site=$(mirror)
  while read -r name address sum; do
    path=$1/downloads/$sum/${address##*/}
    [ -e "$path" ] || get_archive "$path" "$name" "$sum" || echo "$name"
  done
}

# What the library needs and the runtime has not comes with it.
get_stand_in ()
{
  local triplet place=$1 tree=$1.tree name=lib${2#lib}-dev others file
  triplet=$(gcc -dumpmachine)
  printf -v others '^(lib)?%s|' "${@:3}"
  use "deb trixie"
  apt-get install -qq --download-only "$name" > /dev/null
  rm -rf "$place" "$tree" && mkdir -p "$place" "$tree"
  for file in $(resolve "$name" | sort - "$folder"/{platform,sdk} | uniq -u | grep -Fxf <(resolve "$name") | grep -vE "${others%|}"); do
    dpkg-deb --extract "$folder/pool/$file" "$tree"
  done
  mkdir -p "$tree/usr/lib/$triplet" "$tree/usr/include"
  mv "$tree/usr/lib/$triplet" "$place/lib"
  mv "$tree/usr/include" "$place/include"
  sed -i "s,/usr,/app,; s,/lib/$triplet,/lib," "$place"/lib/pkgconfig/*.pc
  rm -rf "$tree" "$place"/lib/*.a
}

mode=get_$2
shift 2
"$mode" "$@"
