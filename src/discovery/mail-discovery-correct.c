/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "mail-common-resource.h"
#include "mail-database.h"
#include "mail-discovery.h"
#include "mail-slip.h"

#define COMMON_PATH APP_PATH "/common-domains"
/* No domain that can be a slip for a common one is longer. */
#define DOMAIN_MAX 64

/* A domain that many addresses have (data/providers/common-domains says what the kinds are). */
typedef struct
{
  char *domain;
  gboolean near;
  gboolean real;
} Common;

static void
add_line (GArray *list, const char *line)
{
  gsize length = strcspn (line, " ");
  const Common common = {
    .domain = g_strndup (line, length),
    .near = g_str_equal (line + length, " near"),
    .real = g_str_equal (line + length, " real"),
  };

  g_array_append_val (list, common);
}

static GArray *
read_common (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Common));
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;

  mail_common_register_resource ();
  bytes = g_resources_lookup_data (COMMON_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_isalnum (lines[i][0]))
      add_line (list, lines[i]);
  return list;
}

/* Read at the first call, as the database is opened. */
static GArray *
get_common (void)
{
  static GArray *list;

  if (g_once_init_enter (&list))
    g_once_init_leave (&list, read_common ());
  return list;
}

/* Where the ending of @domain begins, behind its dot: what people register names below, or where no such
 * ending exists the last label. */
static const char *
find_ending (const char *domain, gboolean exists)
{
  g_autofree char *own = exists ? mail_domain_get_registrable (domain) : NULL;
  const char *dot;

  if (own == NULL)
    return exists ? NULL : strrchr (domain, '.') + 1;
  dot = strchr (own, '.');
  return domain + strlen (domain) - strlen (dot + 1);
}

/* An ending that does not exist is a slip for one that does. Among those that exist, only three are struck
 * more often for .com than for themselves. */
static gboolean
is_ending (const char *typed, const char *meant, gboolean exists)
{
  static const char *const instead_of_com[] = { "co", "cm", "om", NULL };
  MailSlip slip;

  if (exists)
    return g_str_equal (meant, "com") && g_strv_contains (instead_of_com, typed);
  slip = mail_slip_compare (typed, meant, NULL);
  return slip != MAIL_SLIP_SHUFFLED && slip != MAIL_SLIP_OTHER;
}

typedef struct
{
  char name[DOMAIN_MAX];
  const char *ending;
  gboolean exists;
} Typed;

/* How many slips make @typed of @common; 0 where it is more likely something else. */
static guint
count_slips (const Typed *typed, const Common *common)
{
  char name[DOMAIN_MAX];
  const char *ending = typed->exists ? strchr (common->domain, '.') + 1 : strrchr (common->domain, '.') + 1;
  gboolean same_name, same_ending;

  g_strlcpy (name, common->domain, (gsize) (ending - common->domain));
  same_name = g_str_equal (typed->name, name);
  same_ending = g_str_equal (typed->ending, ending);
  if (!same_ending && !is_ending (typed->ending, ending, typed->exists))
    return 0;
  if (same_name)
    return same_ending || (typed->exists && !common->near) ? 0 : 1;
  if (!common->near || (!same_ending && typed->exists) || !mail_slip_is_likely (typed->name, name))
    return 0;
  return same_ending ? 1 : 2;
}

static const char *
find_meant (const Typed *typed)
{
  GArray *list = get_common ();
  const char *best = NULL;
  guint least = G_MAXUINT;

  for (guint i = 0; i < list->len; i++)
    {
      const Common *common = &g_array_index (list, Common, i);
      guint slips = common->real ? 0 : count_slips (typed, common);

      if (slips > 0 && slips < least)
        {
          least = slips;
          best = common->domain;
        }
    }
  return best;
}

static gboolean
is_real (const char *domain)
{
  GArray *list = get_common ();

  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, Common, i).real && g_str_equal (g_array_index (list, Common, i).domain, domain))
      return TRUE;
  return FALSE;
}

static const char *
correct_domain (const char *domain)
{
  Typed typed = { .exists = mail_domain_has_known_suffix (domain) };
  gsize length = strlen (domain);

  if (length >= DOMAIN_MAX || strchr (domain, '.') == NULL || is_real (domain))
    return NULL;
  typed.ending = find_ending (domain, typed.exists);
  if (typed.ending == NULL || typed.ending == domain)
    return NULL;
  g_strlcpy (typed.name, domain, (gsize) (typed.ending - domain));
  return find_meant (&typed);
}

static gboolean
is_known (const char *domain)
{
  g_autoptr (MailClientConfig) config = mail_database_lookup (mail_database_get_default (), domain, NULL);

  return config != NULL;
}

/**
 * mail_discovery_correct:
 * @address: an address
 *
 * What was probably meant, where the domain looks like a slip for one that many addresses have: “gmial.com”,
 * “gmx.dee”. Nothing is asked of the network. It is a question to a person, never more: somebody may have the
 * domain that looks so.
 *
 * Returns: (transfer full) (nullable): the corrected address; %NULL mostly, and for every domain that the
 *   database knows
 */
char *
mail_discovery_correct (MailAddress *address)
{
  const char *domain = mail_address_get_domain (address);
  const char *meant = is_known (domain) ? NULL : correct_domain (domain);
  const char *text = mail_address_get_address (address);

  if (meant == NULL)
    return NULL;
  return g_strdup_printf ("%.*s@%s", (int) (strrchr (text, '@') - text), text, meant);
}
