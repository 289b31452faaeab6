/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may look into the memory of this process.
 *
 * A process that is not “dumpable” leaves no core, neither as a file nor in a crash reporter, and no other
 * program of the same person can attach to it or read its memory. But the portals (xdg-desktop-portal) find
 * out who calls them by looking at /proc/PID/root, which such a process hides: they would refuse to open a
 * file for a person, or to tell whether the desktop is dark. So it is dumpable as long as there is nothing to
 * hide, and GTK has asked for the settings of the desktop by the time somebody types a password. Inside a
 * Flatpak the portals look at the proxy of the bus in our place, and lose nothing. */
#include "mail-process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

static GMutex lock;
static guint guards;
static gboolean was_dumpable;
static gboolean is_wiping;

/**
 * mail_process_forbid_core_files:
 *
 * For the beginning of a program: when it crashes, no file with its memory is left, at whatever moment. Only
 * the soft limit is lowered, so that a program started from here may raise it again.
 */
void
mail_process_forbid_core_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;
  limit.rlim_cur = 0;
  setrlimit (RLIMIT_CORE, &limit);
}

/**
 * mail_process_guard:
 *
 * From here to the matching mail_process_unguard() nobody but root looks into this process. Each
 * [struct@Mail.Secret] does this for as long as it lives; a program that needs no portal may do it once and
 * for all.
 */
void
mail_process_guard (void)
{
  g_mutex_lock (&lock);
  if (guards++ == 0)
    {
      is_wiping = TRUE;
      was_dumpable = prctl (PR_GET_DUMPABLE) == 1;
      prctl (PR_SET_DUMPABLE, 0);
    }
  g_mutex_unlock (&lock);
}

/**
 * mail_process_unguard:
 *
 * Takes one mail_process_guard() back.
 */
void
mail_process_unguard (void)
{
  g_mutex_lock (&lock);
  if (--guards == 0 && was_dumpable)
    prctl (PR_SET_DUMPABLE, 1);
  g_mutex_unlock (&lock);
}

/**
 * mail_process_expect_secrets:
 *
 * For where a password may be typed, or pasted into the wrong field: from here on every block that is given
 * back to the heap is wiped, in a program that links mail-heap.c. mail_process_guard() does it, too.
 */
void
mail_process_expect_secrets (void)
{
  is_wiping = TRUE;
}

/**
 * mail_process_is_wiping:
 *
 * Returns: whether there is a secret, or has been one, or may soon be one
 */
gboolean
mail_process_is_wiping (void)
{
  return is_wiping;
}
