#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs of a desktop do: a file manager from which files are dragged, and one that reads the clipboard.

usage: desktop.py drag FILE   shows a window; whoever drags from it drags the file
       desktop.py paste       prints the text in the clipboard
"""
import pathlib
import subprocess
import sys
import time

import gi

STEPS = 12
TITLE = "drag-source"


def drag_source(path):
    gi.require_version("Gdk", "4.0")
    gi.require_version("Gtk", "4.0")
    from gi.repository import Gdk, Gio, GLib, Gtk

    def open_window(application):
        window = Gtk.ApplicationWindow(application=application, title=TITLE, default_width=160, default_height=80)
        # As file managers do: a list of addresses, which GTK reads as files.
        text = GLib.Bytes.new((Gio.File.new_for_path(path).get_uri() + "\r\n").encode())
        source = Gtk.DragSource(content=Gdk.ContentProvider.new_for_bytes("text/uri-list", text))
        label = Gtk.Label(label=pathlib.Path(path).name)
        label.add_controller(source)
        window.set_child(label)
        window.present()
    application = Gtk.Application(application_id=None, flags=Gio.ApplicationFlags.NON_UNIQUE)
    application.connect("activate", open_window)
    application.run(None)


def paste():
    gi.require_version("Gdk", "4.0")
    gi.require_version("Gtk", "4.0")
    from gi.repository import Gdk, GLib, Gtk
    Gtk.init()
    loop = GLib.MainLoop()

    def read(clipboard, result):
        try:
            sys.stdout.write(clipboard.read_text_finish(result) or "")
        except GLib.Error:
            pass  # nothing is in it yet
        loop.quit()
    Gdk.Display.get_default().get_clipboard().read_text_async(None, read)
    # Where nothing was copied yet, newer GTK waits for ever.
    GLib.timeout_add_seconds(2, loop.quit)
    loop.run()


def run(*arguments):
    return [sys.executable, __file__, *map(str, arguments)]


def read_clipboard():
    return subprocess.run(run("paste"), capture_output=True, text=True, check=True, timeout=20,
                          stdin=subprocess.DEVNULL).stdout


class Drag:
    """with Drag(path) as drag: drag.hover(window); …; drag.drop()"""

    def __init__(self, path):
        self.path = path
        self.source = None

    def __enter__(self):
        import screen
        self.source = subprocess.Popen(run("drag", self.path), stdin=subprocess.DEVNULL)
        window = screen.xdotool("search", "--sync", "--onlyvisible", "--name", f"^{TITLE}$").split()[-1]
        screen.xdotool("windowmove", "--sync", window, 0, 0)
        self.window = window
        return self

    def __exit__(self, *_):
        self.source.terminate()
        self.source.wait()

    @staticmethod
    def middle(window):
        """On the screen. The pointer is asked, since the place that a window with a frame reports is not reliable."""
        import screen
        size = dict(line.split("=") for line in screen.xdotool("getwindowgeometry", "--shell", window).split())
        screen.xdotool("mousemove", "--window", window, int(size["WIDTH"]) // 2, int(size["HEIGHT"]) // 2)
        place = dict(line.split("=") for line in screen.xdotool("getmouselocation", "--shell").split())
        return int(place["X"]), int(place["Y"])

    def hover(self, window):
        """Takes the file and moves it slowly, as a hand does, over the middle of a window."""
        import screen
        end = self.middle(window)
        screen.xdotool("windowactivate", "--sync", self.window)
        start = self.middle(self.window)
        screen.xdotool("mousedown", 1)
        for step in range(1, STEPS + 1):
            screen.xdotool("mousemove", *(a + (b - a) * step // STEPS for a, b in zip(start, end)))
            time.sleep(0.03)  # a drag begins when the pointer has been moving for a while

    @staticmethod
    def drop():
        import screen
        screen.xdotool("mouseup", 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["drag"]:
        drag_source(sys.argv[2])
    elif sys.argv[1:2] == ["paste"]:
        paste()
    else:
        sys.exit(__doc__)
