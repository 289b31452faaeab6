# SPDX-License-Identifier: GPL-3.0-or-later
"""A manifest built without a sandbox and without a runtime, by the compiler and with the libraries of this machine: what is
left to prove where no sandbox can be made. Modules whose archives can be had are built as the manifest says; of the others
the machine's own serve."""

import fnmatch
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
PREFIX = "/app"


def read(app, folder=TOP / "flatpak"):
    """The manifest as flatpak-builder understands it, with the modules that stand in files of their own."""
    result = subprocess.run(["flatpak-builder", "--show-manifest", folder / f"{app}.yaml"], capture_output=True, text=True,
                            check=True)
    return json.loads(result.stdout)


class DryBuild:
    def __init__(self, manifest, place, archives=None):
        self.manifest, self.place = manifest, pathlib.Path(place)
        self.archives = archives or self.place / "archives"
        self.root = self.place / "root"
        self.app = self.root / PREFIX.lstrip("/")
        self.built = []
        self.borrowed = []

    def environment(self):
        """Later modules find what earlier ones have left. Nobody runs the programs, so that they need not be quick."""
        pkgconfig = [str(self.app / "lib/pkgconfig"), *filter(None, [os.environ.get("PKG_CONFIG_PATH")])]
        return {**os.environ, "FLATPAK_ID": self.manifest["id"], "FLATPAK_DEST": PREFIX, "DESTDIR": str(self.root),
                "PKG_CONFIG_PATH": ":".join(pkgconfig), "CPPFLAGS": f"-I{self.app}/include", "LDFLAGS": f"-L{self.app}/lib",
                "CFLAGS": "-O0 -g0"}

    def run(self, *command, cwd=None):
        result = subprocess.run(list(map(str, command)), cwd=cwd, env=self.environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        assert result.returncode == 0, f"{command}\n{result.stdout[-3000:]}"

    def fetch(self):
        """From Debian's source packages. Without apt, nothing is had."""
        sources = [f"{module['name']} {source['url']} {source['sha256']}\n" for module in self.manifest["modules"]
                   for source in module["sources"] if source["type"] == "archive"]
        if shutil.which("apt-get"):
            subprocess.run([TOP / "flatpak/local-runtime/fetch.sh", self.place / "fetch", "archives", self.archives],
                           input="".join(sources), text=True, stdout=subprocess.DEVNULL, check=True)

    def unpack(self, module):
        """The folder in which the module is built; None where there is no archive."""
        (source,) = module["sources"]
        if source["type"] == "dir":
            return TOP
        path = self.archives / "downloads" / source["sha256"] / source["url"].rpartition("/")[2]
        if not path.exists():
            return None
        assert hashlib.sha256(path.read_bytes()).hexdigest() == source["sha256"], f"{path.name} is not what it should be"
        folder = self.place / module["name"]
        folder.mkdir()
        self.run("tar", "--extract", "--no-same-owner", "--file", path, cwd=folder)
        (inner,) = folder.iterdir()
        return inner

    def autotools(self, source, build, options):
        self.run(source / "configure", f"--prefix={PREFIX}", *options, cwd=build)
        self.run("make", "-j2", cwd=build)
        self.run("make", "install", cwd=build)

    def cmake_ninja(self, source, build, options):
        self.run("cmake", "-G", "Ninja", f"-DCMAKE_INSTALL_PREFIX={PREFIX}", "-DCMAKE_INSTALL_LIBDIR=lib", *options, source, cwd=build)
        self.run("ninja", "install", cwd=build)

    def meson(self, source, build, options):
        self.run("meson", "setup", build, source, f"--prefix={PREFIX}", "--libdir=lib", "--wrap-mode=nodownload", *options)
        self.run("meson", "install", "-C", build, "--quiet")

    def build_module(self, module):
        source = self.unpack(module)
        if source is None:
            self.borrowed.append(module["name"])
            return
        build = self.place / f"{module['name']}-build"
        build.mkdir()
        system = module.get("buildsystem", "autotools").replace("-", "_")
        getattr(self, system)(source, build, module.get("config-opts", []))
        self.clean(module.get("cleanup", []))
        for path in self.app.glob("lib/pkgconfig/*.pc"):
            path.write_text(path.read_text().replace(f"={PREFIX}\n", f"={self.app}\n"))
        # They tell of a folder that is not there.
        self.clean(["*.la"])
        self.built.append(module["name"])

    def clean(self, patterns):
        """As flatpak-builder does it: a pattern with a slash in front is a path, another a name."""
        for path in sorted(self.app.rglob("*"), reverse=True):
            name = "/" + str(path.relative_to(self.app))
            if any(fnmatch.fnmatch(name if pattern.startswith("/") else path.name, pattern) or name.startswith(pattern + "/")
                   for pattern in patterns):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def build(self):
        self.fetch()
        for module in self.manifest["modules"]:
            self.build_module(module)
        self.clean(self.manifest.get("cleanup", []))
        # Left out where things are installed for another place.
        self.run("glib-compile-schemas", self.app / "share/glib-2.0/schemas")
        return self.app
