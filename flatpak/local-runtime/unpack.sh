#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# unpack.sh FOLDER BRANCH : makes of Debian's packages, in FOLDER, what flatpak takes for a runtime and its SDK:
# FOLDER/Platform and FOLDER/Sdk, each with "metadata" and "usr". No script of a package is run; what those would have
# made is made here, in a sandbox.
set -euo pipefail
ulimit -n 1024

folder=$1 branch=$2
arch=$(flatpak --default-arch)
triplet=$(gcc -dumpmachine)

# Dragged in by dependencies, and of no use without a system around or without a graphics card.
skipped='^(systemd|libpam-|dbus|dconf-service|init-system-helpers|mount_|debconf_|base-passwd_|iso-codes|perl_|libperl5|perl-modules|login|passwd|libdb5|adduser|glib-networking-services|libllvm|libz3|mesa-libgallium|libgl1-mesa-dri|libgbm1|libicu-dev|python3-setuptools|python3-pkg-resources)'
excluded=('./usr/share/doc/*' './usr/share/man/*' './usr/share/info/*' './usr/share/gtk-doc/*' './usr/share/gir-1.0/*'
  './usr/share/lintian/*' './usr/share/bug/*' './usr/lib/systemd/*' '*/libicu*.a' '*/lib[athlu]*san.so*' '*/lto1'
  '*-lto-dump-*')
options=("${excluded[@]/#/--exclude=}")

# unpack LIST TREE
unpack ()
{
  grep -vE "$skipped" "$1" | xargs -P "$(nproc)" -I{} bash -c '
    set -o pipefail
    dpkg-deb --fsys-tarfile "$0/pool/$1" | tar --extract --no-same-owner --keep-directory-symlink --directory "$2" "${@:3}"' \
    "$folder" {} "$2" "${options[@]}"
}

# What the maintainers' scripts would have done.
finish ()
{
  bwrap --unshare-all --uid 0 --gid 0 --bind "$1" / --dev /dev --proc /proc --tmpfs /tmp --setenv TRIPLET "$triplet" \
    --setenv PATH /usr/sbin:/usr/bin --setenv LC_ALL C /bin/bash -e <<'INSIDE'
link () { [ -e "/usr/bin/$2" ] || [ ! -e "/usr/bin/$1" ] || ln -s "$1" "/usr/bin/$2"; }
link dash sh; link gawk awk; link gcc cc; link which.debianutils which
link ../sbin/ldconfig ldconfig  # flatpak looks for it there
ldconfig
libexec=/usr/lib/$TRIPLET
"$libexec/glib-2.0/glib-compile-schemas" /usr/share/glib-2.0/schemas
"$libexec/glib-2.0/gio-querymodules" "$libexec/gio/modules"
"$libexec/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" --update-cache
update-mime-database /usr/share/mime > /dev/null 2>&1
for theme in hicolor Adwaita; do gtk4-update-icon-cache -q -f "/usr/share/icons/$theme"; done
mkdir -p /etc/fonts/conf.d /etc/ssl/certs /usr/lib/locale
for file in /usr/share/fontconfig/conf.avail/*.conf; do
  case $file in *bitmaps* | *no-sub* | *sub-pixel-[bv]* | */05-* | *lcdfilter-l*) ;; *) ln -sf "$file" /etc/fonts/conf.d/ ;; esac
done
fc-cache -s
find /usr/share/ca-certificates -name '*.crt' -exec cat {} + > /etc/ssl/certs/ca-certificates.crt
for locale in de_DE en_US; do
  [ -d "/usr/lib/locale/$locale.utf8" ] || localedef --no-archive -i "$locale" -f UTF-8 "$locale.UTF-8"
done
INSIDE
}

write_metadata ()
{
  # Where the real ones look for the parts that an application brings.
  cat > "$folder/$1/metadata" <<METADATA
[Runtime]
name=org.gnome.$1
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
METADATA
}

# The flags that the real SDK has builds use, but for what debuggers would want to know.
write_flags ()
{
  local flags='-O2 -pipe -Wp,-D_FORTIFY_SOURCE=3 -fexceptions -fstack-protector-strong -fstack-clash-protection'
  mkdir -p "$folder/Sdk/usr/etc/flatpak-builder"
  printf '{ "cflags": "%s", "cxxflags": "%s", "ldflags": "-Wl,-z,relro,-z,now -Wl,--as-needed" }\n' "$flags" "$flags" \
    > "$folder/Sdk/usr/etc/flatpak-builder/defaults.json"
}

# A tree as a system has it becomes one as flatpak wants it: /etc is a part of /usr there.
arrange ()
{
  mkdir -p "$folder/$1/files" "$folder/$1/var"
  # Empty, it tells flatpak to write one that knows of the libraries of an application.
  : > "$folder/tree-$1/etc/ld.so.conf"
  mv "$folder/tree-$1/usr" "$folder/$1/usr"
  mv "$folder/tree-$1/etc" "$folder/$1/usr/etc"
  ln -sfn ../lib/os-release "$folder/$1/usr/etc/os-release"
  rm -rf "$folder/tree-$1" "$folder/$1"/usr/share/{i18n,zsh,gdb,bash-completion}
  find "$folder/$1/usr/share/locale" -mindepth 1 -maxdepth 1 ! -name de ! -name 'en*' ! -name locale.alias -exec rm -rf {} +
  write_metadata "$1"
}

rm -rf "$folder"/{,tree-}{Platform,Sdk}
mkdir -p "$folder"/tree-Platform/usr/{bin,sbin,lib,lib64}
for name in bin sbin lib lib64; do ln -s "usr/$name" "$folder/tree-Platform/$name"; done
unpack "$folder/platform" "$folder/tree-Platform"
cp -a "$folder/tree-Platform" "$folder/tree-Sdk"
unpack "$folder/sdk" "$folder/tree-Sdk"
finish "$folder/tree-Platform" & finishing=$!
finish "$folder/tree-Sdk"
wait $finishing
arrange Platform
arrange Sdk
write_flags
