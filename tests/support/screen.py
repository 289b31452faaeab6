#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of a session of one's own: a window manager that draws shadows, a background, pictures of windows."""

import ctypes
import os
import pathlib
import re
import subprocess
import time

PICTURE_SECONDS = 5
XA_PIXMAP = 20
RETAIN_PERMANENT = 1


class Display:
    """The few calls to Xlib for which no program is at hand."""

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XCreateGC", "XDefaultRootWindow", "XInternAtom", "XCreatePixmap"):
            getattr(self.x, name).restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        assert self.display, "no display"
        self.root = ctypes.c_void_p(self.x.XDefaultRootWindow(self.display))

    def atom(self, name):
        return ctypes.c_void_p(self.x.XInternAtom(self.display, name.encode(), 0))

    def has_compositor(self):
        """GTK decides when a window starts whether it draws a shadow: the manager must be there before."""
        return self.x.XGetSelectionOwner(self.display, self.atom("_NET_WM_CM_S0")) != 0

    def set_background(self, colour):
        """A compositor paints the pixmap that this property of the root window names."""
        x, width, height = self.x, self.x.XDisplayWidth(self.display, 0), self.x.XDisplayHeight(self.display, 0)
        pixmap = ctypes.c_void_p(x.XCreatePixmap(self.display, self.root, width, height,
                                                 x.XDefaultDepth(self.display, 0)))
        context = ctypes.c_void_p(x.XCreateGC(self.display, pixmap, 0, None))
        x.XSetForeground(self.display, context, ctypes.c_ulong(colour))
        x.XFillRectangle(self.display, pixmap, context, 0, 0, width, height)
        number = ctypes.c_ulong(pixmap.value)
        for name in ("_XROOTPMAP_ID", "ESETROOT_PMAP_ID"):
            x.XChangeProperty(self.display, self.root, self.atom(name), ctypes.c_void_p(XA_PIXMAP), 32, 0,
                              ctypes.byref(number), 1)
        x.XSetCloseDownMode(self.display, RETAIN_PERMANENT)
        x.XSync(self.display, 0)


def write_settings(font, dark):
    """What a person chooses in the settings of the desktop. A cursor that blinks would make no two pictures alike."""
    folder = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "gtk-4.0")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.ini").write_text(f"[Settings]\ngtk-font-name=Cantarell {font}\ngtk-cursor-blink=0\n"
                                         f"gtk-application-prefer-dark-theme={int(dark)}\n")


class Screen:
    """with Screen(): a window manager runs."""

    def __init__(self, background=0xffffff):
        self.background = background
        self.manager = None

    def __enter__(self):
        self.manager = subprocess.Popen(["metacity", "--composite"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        display = Display()
        display.set_background(self.background)
        end = time.monotonic() + 10
        while not display.has_compositor():
            assert time.monotonic() < end, "metacity does not draw"
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.manager.terminate()
        self.manager.wait()


def xdotool(*arguments):
    return subprocess.run(["timeout", "10", "xdotool", *map(str, arguments)], check=True, capture_output=True,
                          text=True, stdin=subprocess.DEVNULL).stdout


def activate(title):
    """The window of this title, once it is there and hears the keyboard."""
    window = xdotool("search", "--sync", "--onlyvisible", "--name", f"^{re.escape(title)}$").split()[-1]
    xdotool("windowactivate", "--sync", window)
    return window


def choose_file(program, title, path, button):
    """In GTK's own dialog, as people do who know where the file is: a slash opens an entry for it. Newer GTK completes what
    is typed fast in the midst of it, and only shows the file to whom presses Return."""
    from atspi import ENTRIES, wait
    activate(title)
    xdotool("type", "/")

    def find_entry():
        return next((node for node in program.nodes() if node.role in ENTRIES and node.read().startswith("/")), None)
    entry = wait(find_entry, f"an entry for a path in “{title}”")
    wait(lambda: entry.write(str(path)) and entry.read() == str(path), f"“{path}” in “{title}”")
    program.press(button)
    program.wait_until_closed(title)


def click(node, title):
    """For what a screen reader cannot press: clicks at where it is in the window of this title."""
    window = activate(title)
    x, y, width, height = node.extents()
    xdotool("mousemove", "--window", window, x + width // 2, y + height // 2, "click", 1)


def geometry():
    """Window, x, y, width, height (with its shadow) of the window in front."""
    values = dict(line.split("=") for line in xdotool("getactivewindow", "getwindowgeometry", "--shell").split())
    return tuple(int(values[name]) for name in ("WINDOW", "X", "Y", "WIDTH", "HEIGHT"))


def resize(width, height, default):
    """Sizes are of the window without its shadow, which is what it has beyond its default size."""
    window, _x, _y, whole_width, whole_height = geometry()
    xdotool("windowsize", "--sync", window, whole_width - default[0] + width, whole_height - default[1] + height)


def picture_of(window, path):
    """Of a window that is not in front, with the pointer where it is."""
    subprocess.run(["timeout", "10", "import", "-window", window, str(path)], check=True, stdin=subprocess.DEVNULL)


def grab(path):
    _window, x, y, width, height = geometry()
    # A pointer over the window would light up what is under it.
    xdotool("mousemove", 0, 0)
    subprocess.run(["timeout", "10", "import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage",
                    "-define", "png:exclude-chunks=date,time", str(path)], check=True, stdin=subprocess.DEVNULL)
    return path.read_bytes()


def picture(path, moving=False):
    """Saves the window in front, once two looks at it are alike; a moving one (a spinner) is taken as it is."""
    before, end = grab(path), time.monotonic() + PICTURE_SECONDS
    while not moving:
        time.sleep(0.25)
        after = grab(path)
        if after == before or time.monotonic() > end:
            break
        before = after
