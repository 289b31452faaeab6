# SPDX-License-Identifier: GPL-3.0-or-later
"""What an application has to look like that is to become a Flatpak."""

import configparser
import re

COMMAND = "siegel"


def metainfo(folder, app):
    """Older versions of flatpak-builder give it the name that it once had."""
    old = folder / f"share/appdata/{app}.appdata.xml"
    return old if old.exists() else folder / f"share/metainfo/{app}.metainfo.xml"


def expected(app):
    share = [f"share/applications/{app}.desktop", f"share/dbus-1/services/{app}.service", f"share/glib-2.0/schemas/{app}.gschema.xml",
             "share/glib-2.0/schemas/gschemas.compiled", f"share/icons/hicolor/scalable/apps/{app}.svg",
             f"share/icons/hicolor/symbolic/apps/{app}-symbolic.svg"]
    return ["bin/siegel", "bin/siegel-cli", *share]


def desktop_faults(path, app):
    file = configparser.ConfigParser(interpolation=None, strict=False)
    file.optionxform = str
    file.read(path)
    entry = file["Desktop Entry"]
    if entry.get("Icon") != app:
        yield "the desktop file has another icon"
    # Where it is installed, the Exec line says how a sandbox is started.
    if not re.search(rf"(^|--command=){COMMAND}( |$)", entry.get("Exec", "")):
        yield "the desktop file starts something else"
    if "Comment[de]" not in entry:
        yield "the desktop file speaks no German"


def faults(folder, app):
    """What is wrong with the files below the prefix; none is good."""
    found = [f"{name} is missing" for name in expected(app) if not (folder / name).exists()]
    if not metainfo(folder, app).exists():
        found.append("there is no metainfo")
    names = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    for name in sorted(names):
        if re.search(r"^include/|\.(a|la|pc|h|gir)$", name):
            found.append(f"{name} is for developers")
        if re.search(r"^share/(applications|dbus-1/services|metainfo|icons/.*/apps)/", name) and app not in name:
            found.append(f"{name} would not be seen outside")
    found += [f"bin/{path.name} is no program of ours" for path in (folder / "bin").iterdir()
              if path.name not in ("siegel", "siegel-cli")]
    desktop = folder / f"share/applications/{app}.desktop"
    return found + (list(desktop_faults(desktop, app)) if desktop.exists() else [])
