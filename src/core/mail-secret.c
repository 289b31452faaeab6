/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mail-process.h"

/* The bytes are kept apart in pages of their own, which never go to the swap space or into a core. */
struct _MailSecret
{
  gatomicrefcount ref_count;
  gsize length;
  gsize capacity; /* whole pages */
  char *text;
};

typedef struct
{
  char *text;
  gsize length;
} WipedBytes;

G_DEFINE_BOXED_TYPE (MailSecret, mail_secret, mail_secret_ref, mail_secret_unref)

static void
wiped_bytes_free (gpointer data)
{
  WipedBytes *bytes = data;

  mail_wipe (bytes->text, bytes->length);
  g_free (bytes->text);
  g_free (bytes);
}

/* Where the system allows no more locked memory, the password is better kept in other memory than not at all.
 */
static char *
allocate (gsize capacity)
{
  void *pages = mmap (NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("There is no memory left for a password");
  mlock (pages, capacity);
  madvise (pages, capacity, MADV_DONTDUMP);
  return pages;
}

/**
 * mail_secret_new:
 * @text: (array length=length): a password, any bytes
 * @length: its length in bytes, or -1 where @text is NUL-terminated
 *
 * Copies a password exactly as it was typed: nothing is trimmed, normalised or required to be UTF-8. The
 * caller still has to wipe its own copy. While there is a secret, other programs cannot look into this one
 * (mail_process_guard()).
 *
 * Returns: (transfer full): a secret
 */
MailSecret *
mail_secret_new (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gsize page = sysconf (_SC_PAGESIZE);
  MailSecret *self = g_new (MailSecret, 1);

  mail_process_guard ();
  g_atomic_ref_count_init (&self->ref_count);
  self->length = size;
  self->capacity = (size / page + 1) * page;
  self->text = allocate (self->capacity);
  memcpy (self->text, text, size);
  return self;
}

/**
 * mail_secret_ref:
 * Returns: (transfer full): @self
 */
MailSecret *
mail_secret_ref (MailSecret *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mail_secret_unref:
 * @self: (transfer full): a secret
 *
 * Gives a reference back; with the last one the bytes are overwritten and freed.
 */
void
mail_secret_unref (MailSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mail_wipe (self->text, self->length);
  munmap (self->text, self->capacity);
  g_free (self);
  mail_process_unguard ();
}

/**
 * mail_secret_peek:
 * @self: a secret
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the bytes, followed by a NUL; valid while a reference is held
 */
const char *
mail_secret_peek (const MailSecret *self, gsize *length)
{
  if (length != NULL)
    *length = self->length;
  return self->text;
}

/**
 * mail_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): another
 *
 * Returns: whether both hold the same bytes, or both are %NULL
 */
gboolean
mail_secret_equal (const MailSecret *a, const MailSecret *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

/**
 * mail_wipe:
 * @memory: (nullable): memory that held a secret
 * @length: its size in bytes
 *
 * Overwrites memory with zeros. A plain memset () before a free is removed by compilers, because nobody
 * reads the result.
 */
void
mail_wipe (gpointer memory, gsize length)
{
  if (memory != NULL)
    explicit_bzero (memory, length);
}

/**
 * mail_wipe_free:
 * @text: (transfer full) (nullable): a string of g_malloc ()'s that held a secret
 *
 * Overwrites a string up to its NUL and frees it.
 */
void
mail_wipe_free (char *text)
{
  if (text != NULL)
    mail_wipe (text, strlen (text));
  g_free (text);
}

/**
 * mail_wipe_bytes_new_take:
 * @text: (transfer full): memory of g_malloc ()'s that holds a secret
 * @length: its size in bytes
 *
 * For what has to travel as a [struct@GLib.Bytes], such as a log-in command on its way to a socket.
 *
 * Returns: (transfer full): bytes that are overwritten when the last reference goes
 */
GBytes *
mail_wipe_bytes_new_take (char *text, gsize length)
{
  WipedBytes *bytes = g_new (WipedBytes, 1);

  *bytes = (WipedBytes){ .text = text, .length = length };
  return g_bytes_new_with_free_func (text, length, wiped_bytes_free, bytes);
}
