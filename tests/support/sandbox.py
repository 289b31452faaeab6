# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant as it is installed as a Flatpak, driven from outside of its sandbox. SIEGEL names the folder in which
flatpak/build.sh left it."""

import gettext
import os
import pathlib
import shutil
import subprocess
import tempfile

import assistant
import atspi
import flatpak_files

SDK = "org.gnome.Sdk//50"
# What stores ask for, beyond what the format does.
STRICT = "content-rating-missing=error,releases-info-missing=error,unknown-tag=error,desktop-app-launchable-omitted=error"
ID = "io.github.siegel.Siegel"
LOCALES = {"en": "en_US.UTF-8", "de": "de_DE.UTF-8"}
# What the tests set for programs of the machine would only confuse those of the runtime.
FOREIGN = ("G_DEBUG", "LC_ALL", "LANGUAGE", "SIEGEL_LOCALEDIR", "XDG_DATA_DIRS")


def environment(folder=None):
    """For the command flatpak: where the installation is."""
    folder = pathlib.Path(folder or os.environ["SIEGEL"])
    changes = {"FLATPAK_USER_DIR": str(folder / "user")}
    if (folder / "config").is_dir():
        changes["FLATPAK_CONFIG_DIR"] = str(folder / "config")
    return {**{name: value for name, value in os.environ.items() if name not in FOREIGN}, **changes}


def flatpak(*arguments, folder=None, check=True):
    """What the command prints."""
    result = subprocess.run(["flatpak", *map(str, arguments)], env=environment(folder), capture_output=True, text=True,
                            stdin=subprocess.DEVNULL, timeout=60)
    assert not check or result.returncode == 0, result
    return result.stdout


def is_installed(folder):
    if not shutil.which("flatpak"):
        return False
    return subprocess.run(["flatpak", "info", ID], env=environment(folder), capture_output=True).returncode == 0


def location(ref, folder=None):
    return pathlib.Path(flatpak("info", "--show-location", ref, folder=folder).strip(), "files")


def in_sdk(command, *options, name, path):
    """The SDK's own programs, which are newer than the machine's."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, pathlib.Path(folder, name))
        return subprocess.run(["flatpak", "run", f"--filesystem={folder}", f"--command={command}", SDK, *options, copy],
                              env=environment(), capture_output=True, text=True, timeout=60)


def validate_desktop_file(files, app):
    name = f"{app}.desktop"
    result = in_sdk("desktop-file-validate", name=name, path=files / "share/applications" / name)
    assert (result.returncode, result.stdout) == (0, ""), result


def validate_metainfo(files, app):
    result = in_sdk("appstreamcli", "validate", "--no-net", "--strict", f"--override={STRICT}", name=f"{app}.metainfo.xml",
                    path=flatpak_files.metainfo(files, app))
    assert result.returncode == 0, result.stdout + result.stderr


def own_folder():
    """What of the person's home the sandbox sees: its own part."""
    return pathlib.Path(os.environ["HOME"], ".var/app", ID)


def translator(language):
    if language == "en":
        return gettext.NullTranslations().gettext
    texts = location(ID + ".Locale") / language / "share"
    return gettext.translation(assistant.NAME, texts, [language]).gettext


class Sandboxed(atspi.Program):
    """The bus knows a proxy in its place, so it is known by its name."""

    def is_own(self, application):
        return application.name == self.name

    def __exit__(self, *problem):
        if self.process.poll() is None:
            flatpak("kill", ID, check=False)
        super().__exit__(*problem)


def command(*arguments, language="en", options=()):
    locale = LOCALES[language]
    return ["flatpak", "run", "--user", f"--env=LC_ALL={locale}", f"--env=LANGUAGE={language}", *options, ID,
            *map(str, arguments)]


def start(*arguments, language="en", options=()):
    return Sandboxed(command(*arguments, language=language, options=options), assistant.NAME, translator(language),
                     environment())


def cli(*arguments, options=(), text=None, language="en"):
    return subprocess.run(command(*arguments, language=language, options=("--command=siegel-cli", *options)),
                          env=environment(), capture_output=True, text=True, input=text or "", timeout=60)


class SandboxCase(assistant.AssistantCase):
    """Every test starts without accounts and without secrets. Where PICTURES names a folder, windows are kept."""

    options = ()

    def setUp(self):
        super().setUp()
        shutil.rmtree(own_folder(), ignore_errors=True)
        (own_folder() / "data").mkdir(parents=True)
        # What the sandbox sees of them.
        self.ca, self.settings = (shutil.copy(os.environ[name], own_folder() / "data") for name in ("CA", "SETTINGS"))

    def start(self, *arguments, options=()):
        return start(*arguments, language=self.language, options=options)

    def go(self, *arguments, options=()):
        """The first page, with an account that only wants its password."""
        return self.start("--new", "--ca-file", self.ca, "--settings-file", self.settings, *arguments,
                          assistant.ADDRESS, options=options)

    def check(self, program):
        program.wait_for_page("Account")
        program.type("_Password", assistant.PASSWORD)
        program.press("_Next")
        program.wait_for_page("Servers")
        program.press("_Next")

    def set_up(self, program):
        program.wait_for_page("Account")
        program.type("_Password", assistant.PASSWORD)
        program.press("_Next")
        self.finish(program)

    @staticmethod
    def accounts():
        return [path.read_text() for path in (own_folder() / "data/siegel/accounts").glob("*.ini")]

    def keep(self, name):
        from screen import picture
        if "PICTURES" in os.environ:
            # Between two windows none is in front.
            atspi.wait(lambda: subprocess.run(["xdotool", "getactivewindow"], capture_output=True).returncode == 0,
                       "a window in front")
            picture(pathlib.Path(os.environ["PICTURES"], f"flatpak-{name}-{self.language}.png"))


def main(script, run):
    """The main part of a test in the sandbox: SCRIPT FOLDER [TEST…]."""
    import sys
    if assistant.INSIDE not in os.environ and not is_installed(sys.argv[1]):
        print("skipped: the Flatpak is not installed; see what “flatpak-build” says")
        sys.exit(77)
    sys.argv[1] = os.path.abspath(sys.argv[1])
    assistant.main(script, run)
