/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One slip of the fingers: a distance of one as Damerau and Levenshtein count, where two neighbouring letters
 * that changed places are one mistake, and not every mistake is as likely as any other. */
#include "mail-slip.h"

#include <string.h>

/* Words shorter than this have too many neighbours that are words as well. */
#define WORD_MIN 5
/* Only a long word is still itself after more than one letter has moved, or a vowel became another. */
#define LONG_WORD 6

/* The keys around a letter, on keyboards that begin with QWERTY or QWERTZ. */
static const char *const keys_around[26] = {
  "qwsxyz",  "vghn",  "xdfv",  "ersfxc", "wsdr", "rtdgcv", "tzyfhvb", "zyugjbn", "uojk",
  "uihknm",  "iojlm", "opk",   "njk",    "bhjm", "ipkl0",  "ol",      "wa",      "etdf",
  "weadyxz", "ryzfg", "yzihj", "cfgb",   "qeas", "zysdc",  "tughasx", "tughasx",
};

static gboolean
is_beside (char typed, char meant)
{
  if (!g_ascii_islower (meant))
    return (meant == '-' && strchr (".0p", typed) != NULL) || (meant == '.' && strchr (",-l", typed) != NULL);
  return strchr (keys_around[meant - 'a'], typed) != NULL;
}

static gboolean
is_vowel (char c)
{
  return strchr ("aeiouy", c) != NULL;
}

static gboolean
is_swapped (const char *typed, const char *meant)
{
  return typed[0] == meant[1] && typed[1] == meant[0] && g_str_equal (typed + 2, meant + 2);
}

/* Swapping is seen before, so no letter is at its place and one order is left. */
static gboolean
is_shuffled (const char *typed, const char *meant)
{
  return strlen (typed) >= 3 && strlen (meant) >= 3 && g_str_equal (typed + 3, meant + 3)
         && ((typed[0] == meant[1] && typed[1] == meant[2] && typed[2] == meant[0])
             || (typed[0] == meant[2] && typed[1] == meant[0] && typed[2] == meant[1]));
}

/* Both begin where they first differ. */
static MailSlip
compare_rest (const char *typed, const char *meant)
{
  if (typed[0] == '\0' && meant[0] == '\0')
    return MAIL_SLIP_NONE;
  if (typed[0] != '\0' && g_str_equal (typed + 1, meant))
    return MAIL_SLIP_EXTRA;
  if (meant[0] != '\0' && g_str_equal (typed, meant + 1))
    return MAIL_SLIP_MISSING;
  if (typed[0] == '\0' || meant[0] == '\0')
    return MAIL_SLIP_OTHER;
  if (is_swapped (typed, meant))
    return MAIL_SLIP_SWAPPED;
  if (g_str_equal (typed + 1, meant + 1))
    return MAIL_SLIP_REPLACED;
  return is_shuffled (typed, meant) ? MAIL_SLIP_SHUFFLED : MAIL_SLIP_OTHER;
}

/* A letter that was struck twice, or a key that was touched in passing. */
static gboolean
is_touched (const char *typed, gsize position)
{
  char extra = typed[position];
  char after = typed[position + 1];
  char before = position > 0 ? typed[position - 1] : '\0';

  if (extra == '-')
    return position > 0 && after != '\0';
  return extra == before || extra == after || (before != '\0' && is_beside (extra, before))
         || (after != '\0' && is_beside (extra, after));
}

/**
 * mail_slip_compare:
 * @typed: what was typed, in lower case
 * @meant: what may have been meant, in lower case
 * @position: (out) (optional): where they first differ
 *
 * Returns: which slip makes @typed of @meant
 */
MailSlip
mail_slip_compare (const char *typed, const char *meant, gsize *position)
{
  gsize same = 0;

  while (typed[same] != '\0' && typed[same] == meant[same])
    same++;
  if (position != NULL)
    *position = same;
  return compare_rest (typed + same, meant + same);
}

/**
 * mail_slip_is_likely:
 * @typed: what was typed, in lower case
 * @meant: a name of its own, which no other is like
 *
 * The first letter is rarely wrong, and a name that differs in it is more likely another one: “ymail”,
 * “cloud”. Elsewhere a key beside the right one is struck, seldom one far from it.
 *
 * Returns: whether @typed is more likely a slip than another name
 */
gboolean
mail_slip_is_likely (const char *typed, const char *meant)
{
  gsize position;
  gsize length = strlen (meant);
  MailSlip slip = mail_slip_compare (typed, meant, &position);

  if (length < WORD_MIN)
    return FALSE;
  switch (slip)
    {
    case MAIL_SLIP_SWAPPED:
      return TRUE;
    case MAIL_SLIP_REPLACED:
      return position > 0
             && (is_beside (typed[position], meant[position])
                 || (length >= LONG_WORD && is_vowel (typed[position]) && is_vowel (meant[position])));
    case MAIL_SLIP_EXTRA:
      return is_touched (typed, position);
    case MAIL_SLIP_MISSING:
      return position > 0;
    case MAIL_SLIP_SHUFFLED:
      return position > 0 && length >= LONG_WORD;
    case MAIL_SLIP_NONE:
    case MAIL_SLIP_OTHER:
    default:
      return FALSE;
    }
}
