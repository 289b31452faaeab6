/* SPDX-License-Identifier: GPL-3.0-or-later */

/* map-wait COMMAND…: starts it and prints the milliseconds until its first window is mapped, and the largest
 * resident set in KiB until a second later ("VmHWM"). Then ends it. */

#include <X11/Xlib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_MS       20000.0
#define SETTLE_MS      1000.0
#define SMALLEST_WIDTH 200

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static long
read_high_water (pid_t pid)
{
  char path[64], line[256];
  long value = 0;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/status", (int) pid);
  if (!(file = fopen (path, "r")))
    return 0;
  while (fgets (line, sizeof line, file))
    if (strncmp (line, "VmHWM:", 6) == 0)
      value = atol (line + 6);
  fclose (file);
  return value;
}

/* A window may be gone before it is asked about. */
static int
ignore_error (Display *display, XErrorEvent *event)
{
  (void) display;
  (void) event;
  return 0;
}

static int
is_window_of_size (Display *display, const XEvent *event)
{
  XWindowAttributes attributes;

  return event->type == MapNotify && XGetWindowAttributes (display, event->xmap.window, &attributes)
         && attributes.width >= SMALLEST_WIDTH;
}

static double
wait_for_window (Display *display, double start)
{
  while (now () - start < LIMIT_MS)
    {
      struct pollfd polls = { ConnectionNumber (display), POLLIN, 0 };
      XEvent event;

      if (!XPending (display))
        poll (&polls, 1, 5);
      while (XPending (display))
        {
          XNextEvent (display, &event);
          if (is_window_of_size (display, &event))
            return now () - start;
        }
    }
  return -1;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  double start, mapped;
  pid_t pid;

  if (argc < 2 || !display)
    return 2;
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, True);
  start = now ();
  pid = fork ();
  if (pid == 0)
    {
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  mapped = wait_for_window (display, start);
  usleep ((useconds_t) (SETTLE_MS * 1000));
  printf ("%.1f %ld\n", mapped, read_high_water (pid));
  kill (pid, SIGTERM);
  usleep (200000);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  return mapped < 0;
}
