/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own copies of a password are wiped where they end. But libraries make more of them and free them as
 * they are: libidn one of 32-bit characters for SCRAM, GTK and GDBus some of what is typed. They have no hook
 * for that. So in a program that links this file, every block that is given back to the heap is wiped first,
 * whoever gives it; from where a password may come on, since until then there is nothing to hide, and much
 * to start.
 *
 * The symbols of a program come before those of the C library, for all libraries it uses. What really frees
 * is looked for at run time, since another allocator may have been put in between (LD_PRELOAD). */
#include "config.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "mail-process.h"

#ifdef WIPING_HEAP
static void
find_next (const char *name, void *function)
{
  *(void **) function = dlsym (RTLD_NEXT, name);
}

void
free (void *block)
{
  static void (*next) (void *block);

  if (block == NULL)
    return;
  if (next == NULL)
    find_next ("free", &next);
  if (mail_process_is_wiping ())
    explicit_bzero (block, malloc_usable_size (block));
  next (block);
}

/* A block that grows may move, and leave what it held behind; one that shrinks gives its end back. */
void *
realloc (void *block, size_t size)
{
  static void *(*next) (void *block, size_t size);
  size_t held = block != NULL && mail_process_is_wiping () ? malloc_usable_size (block) : 0;
  void *moved;

  if (next == NULL)
    find_next ("realloc", &next);
  if (size < held)
    explicit_bzero ((char *) block + size, held - size);
  if (size <= held || held == 0)
    return next (block, size);

  moved = malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, block, held);
  free (block);
  return moved;
}
#endif
