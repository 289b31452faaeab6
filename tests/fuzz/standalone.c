/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without libFuzzer: fuzz-NAME CORPUS MUTATIONS.
 *
 * Each file of the corpus once as it is, then so many mutations of it. The pseudo-random numbers start from
 * the same seed each time, so that a failure can be repeated. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/* Bytes that mean something in XML or in a mail protocol break more than random ones. */
static const char interesting[] = "<>&;%/\"'=\r\n\t {}()*+\\\0\x7f\xff";

#define LARGEST_INPUT (64 * 1024)

static void
run (const GByteArray *input)
{
  /* A copy of the exact size, so that a sanitizer sees a read past its end. */
  uint8_t *data = g_memdup2 (input->data, input->len);

  LLVMFuzzerTestOneInput (data, input->len);
  g_free (data);
}

static void
insert (GByteArray *input, guint at, const guint8 *data, guint length)
{
  guint tail = input->len - at;

  if (length == 0)
    return;
  g_byte_array_set_size (input, input->len + length);
  memmove (input->data + at + length, input->data + at, tail);
  memcpy (input->data + at, data, length);
}

static guint
choose_length (GRand *rand, guint available)
{
  guint length = g_rand_int_range (rand, 1, 64);

  return MIN (length, available);
}

static void
mutate_once (GByteArray *input, const GByteArray *other, GRand *rand)
{
  guint at = g_rand_int_range (rand, 0, input->len + 1);
  guint length = choose_length (rand, input->len - at);
  guint8 byte = interesting[g_rand_int_range (rand, 0, sizeof interesting - 1)];
  g_autofree guint8 *piece = NULL;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0: /* flip a bit */
      if (length > 0)
        input->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;
    case 1: /* overwrite */
      if (length > 0)
        input->data[at] = byte;
      break;
    case 2: /* insert */
      insert (input, at, &byte, 1);
      break;
    case 3: /* take out */
      if (length > 0)
        g_byte_array_remove_range (input, at, length);
      break;
    case 4: /* repeat */
      piece = g_memdup2 (input->data + at, length);
      insert (input, at, piece, length);
      break;
    default: /* a piece of another file */
      length = choose_length (rand, other->len);
      insert (input, at, other->data + g_rand_int_range (rand, 0, other->len - length + 1), length);
      break;
    }
}

static void
run_mutation (GPtrArray *corpus, GRand *rand)
{
  const GByteArray *seed = g_ptr_array_index (corpus, g_rand_int_range (rand, 0, corpus->len));
  const GByteArray *other = g_ptr_array_index (corpus, g_rand_int_range (rand, 0, corpus->len));
  g_autoptr (GByteArray) input = g_byte_array_new ();

  g_byte_array_append (input, seed->data, seed->len);
  for (int i = g_rand_int_range (rand, 1, 9); i > 0 && input->len < LARGEST_INPUT; i--)
    mutate_once (input, other, rand);
  run (input);
}

static GPtrArray *
read_corpus (const char *path)
{
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      char *text;
      gsize length;

      g_file_get_contents (file, &text, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_byte_array_new_take ((guint8 *) text, length));
    }
  return g_steal_pointer (&corpus);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) corpus = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  if (argc != 3)
    {
      g_printerr ("usage: %s CORPUS MUTATIONS\n", argv[0]);
      return 2;
    }
  corpus = read_corpus (argv[1]);
  g_assert_cmpuint (corpus->len, >, 0);
  for (guint i = 0; i < corpus->len; i++)
    run (g_ptr_array_index (corpus, i));
  for (int i = atoi (argv[2]); i > 0; i--)
    run_mutation (corpus, rand);
  g_print ("%u seeds, %s mutations\n", corpus->len, argv[2]);
  return 0;
}
