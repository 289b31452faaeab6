#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh FOLDER : builds the Debian package, source and binary, from the files of this tree as they are, leaves it in
# FOLDER and lets lintian look at it. Ends with an error where lintian has an error or a warning to say.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
version=$(dpkg-parsechangelog --file "$top/debian/changelog" --show-field Version)
source=$folder/siegel-$version

say () { echo "deb: $*" >&2; }

# The files that git has or would take: Debian's tools build in the tree, and leave much in it and beside it.
copy_sources ()
{
  rm -rf "$folder"/siegel[_-]* && mkdir "$source"
  if [ -e "$top/.git" ]; then
    git -C "$top" ls-files -z --cached --others --exclude-standard \
      | tar --create --directory "$top" --null --files-from - --ignore-failed-read 2> /dev/null \
      | tar --extract --directory "$source"
  else
    tar --create --directory "$top" --exclude './build*' . | tar --extract --directory "$source"
  fi
}

# dpkg-buildpackage signs nothing here: the package stays on this machine.
build ()
{
  say "building siegel $version"
  (cd "$source" && dpkg-buildpackage --no-sign --jobs="$(nproc)" > "$folder/build.log" 2>&1) \
    || { tail -50 "$folder/build.log" >&2; return 1; }
}

check ()
{
  say "asking lintian"
  lintian --allow-root --fail-on error,warning --display-info --pedantic --tag-display-limit 0 \
    "$folder/siegel_${version}_$(dpkg --print-architecture).changes" | tee "$folder/lintian.log"
}

copy_sources
build
check
rm -rf "$source"
say "built $(ls "$folder"/siegel_"$version"_*.deb)"
