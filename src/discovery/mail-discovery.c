/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-discovery.h"

#include "mail-autoconfig-finder.h"
#include "mail-builtin-finder.h"
#include "mail-discovery-private.h"
#include "mail-guess-finder.h"
#include "mail-hoster-finder.h"
#include "mail-ispdb-finder.h"
#include "mail-mx-finder.h"
#include "mail-pacc-finder.h"
#include "mail-srv-finder.h"

/* The sources, by rank. */
static GType (*const finder_types[]) (void) = {
  mail_builtin_finder_get_type,    mail_mx_finder_get_type,    mail_pacc_finder_get_type,
  mail_autoconfig_finder_get_type, mail_ispdb_finder_get_type, mail_srv_finder_get_type,
  mail_hoster_finder_get_type,     mail_guess_finder_get_type,
};

/**
 * MailDiscovery:
 *
 * One search for the settings of an address. All sources are asked at once. One that has found settings ends
 * those that rank below it, so that the search is over when the best that can still win has won; one deadline
 * ends it in any case. What is built in is asked before: where it knows, and where the person wants it so,
 * nobody on the network is.
 *
 * The search is over when its last source has ended: nothing changes after the callback, and nothing is left
 * running.
 */
G_DEFINE_FINAL_TYPE (MailDiscovery, mail_discovery, G_TYPE_OBJECT)

static GParamSpec *properties[MAIL_DISCOVERY_PROP_RUNNING + 1];

void
mail_discovery_notify (MailDiscovery *self, MailDiscoveryProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
strand_free (gpointer data)
{
  MailDiscoveryStrand *strand = data;

  g_object_unref (strand->finder);
  g_object_unref (strand->lookup);
  g_clear_object (&strand->cancellable);
  g_clear_error (&strand->error);
  g_free (strand);
}

static void
on_contacted (MailDiscovery *self)
{
  mail_discovery_notify (self, MAIL_DISCOVERY_PROP_CONTACTED);
}

static void
add_strand (MailDiscovery *self, MailFinder *finder)
{
  g_autofree char *label = mail_finder_dup_label (finder, self->inquiry);
  MailDiscoveryStrand *strand = g_new0 (MailDiscoveryStrand, 1);

  strand->discovery = self;
  strand->rank = self->strands->len;
  strand->finder = g_object_ref (finder);
  strand->lookup = mail_lookup_new (mail_finder_get_source (finder), label);
  g_ptr_array_add (self->strands, strand);
  g_list_store_append (self->lookups, strand->lookup);
}

static void
mail_discovery_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailDiscovery *self = MAIL_DISCOVERY (object);

  switch ((MailDiscoveryProperty) property)
    {
    case MAIL_DISCOVERY_PROP_BEST:
      g_value_set_object (value, self->best);
      break;
    case MAIL_DISCOVERY_PROP_WAITING_FOR:
      g_value_set_string (value, self->waiting_for);
      break;
    case MAIL_DISCOVERY_PROP_CONTACTED:
      g_value_set_boxed (value, mail_discovery_get_contacted (self));
      break;
    case MAIL_DISCOVERY_PROP_RUNNING:
      g_value_set_boolean (value, mail_discovery_get_running (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_discovery_finalize (GObject *object)
{
  MailDiscovery *self = MAIL_DISCOVERY (object);

  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_object (&self->inquiry);
  g_ptr_array_unref (self->strands);
  g_object_unref (self->lookups);
  g_clear_object (&self->shortlist);
  g_clear_object (&self->best);
  g_free (self->waiting_for);
  G_OBJECT_CLASS (mail_discovery_parent_class)->finalize (object);
}

static void
mail_discovery_class_init (MailDiscoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_discovery_get_property;
  object_class->finalize = mail_discovery_finalize;

  properties[MAIL_DISCOVERY_PROP_BEST] = g_param_spec_object ("best", NULL, NULL, MAIL_TYPE_CANDIDATE, flags);
  properties[MAIL_DISCOVERY_PROP_WAITING_FOR] = g_param_spec_string ("waiting-for", NULL, NULL, NULL, flags);
  properties[MAIL_DISCOVERY_PROP_CONTACTED]
      = g_param_spec_boxed ("contacted", NULL, NULL, G_TYPE_STRV, flags);
  properties[MAIL_DISCOVERY_PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_discovery_init (MailDiscovery *self)
{
  self->strands = g_ptr_array_new_with_free_func (strand_free);
  self->lookups = g_list_store_new (MAIL_TYPE_LOOKUP);
}

/* Described in the private header. */
MailDiscovery *
mail_discovery_new_with_finders (MailAddress *address,
                                 const MailDiscoveryOptions *options,
                                 GPtrArray *finders,
                                 GError **error)
{
  g_autoptr (MailInquiry) inquiry = mail_inquiry_new (address, options, error);
  MailDiscovery *self;

  if (inquiry == NULL)
    return NULL;
  self = g_object_new (MAIL_TYPE_DISCOVERY, NULL);
  self->address = mail_address_ref (address);
  self->inquiry = g_steal_pointer (&inquiry);
  self->shortlist = mail_shortlist_new (finders->len);
  for (guint i = 0; i < finders->len; i++)
    add_strand (self, g_ptr_array_index (finders, i));
  g_signal_connect_object (self->inquiry, "notify::contacted", G_CALLBACK (on_contacted), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * mail_discovery_new:
 * @address: whose settings
 * @options: what the person allows, and wants; copied
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where the file with certificates cannot be used.
 *
 * Returns: (transfer full): a search that has not begun, or %NULL with @error set
 */
MailDiscovery *
mail_discovery_new (MailAddress *address, const MailDiscoveryOptions *options, GError **error)
{
  g_autoptr (GPtrArray) finders = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (finder_types); i++)
    g_ptr_array_add (finders, g_object_new (finder_types[i](), NULL));
  return mail_discovery_new_with_finders (address, options, finders, error);
}

/**
 * mail_discovery_get_address:
 * @self: a search
 *
 * Returns: (transfer none): whose settings are looked for
 */
MailAddress *
mail_discovery_get_address (MailDiscovery *self)
{
  return self->address;
}

/**
 * mail_discovery_get_lookups:
 * @self: a search
 *
 * Returns: (transfer none): of #MailLookup: the sources by rank, there from the start
 */
GListModel *
mail_discovery_get_lookups (MailDiscovery *self)
{
  return G_LIST_MODEL (self->lookups);
}

/**
 * mail_discovery_get_candidates:
 * @self: a search
 *
 * Returns: (transfer none): of #MailCandidate, best first; grows while the search runs
 */
GListModel *
mail_discovery_get_candidates (MailDiscovery *self)
{
  return mail_shortlist_get_model (self->shortlist);
}

/**
 * mail_discovery_get_best:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): the settings to take, so far; without servers where they are of a
 *   provider that has no standard access
 */
MailCandidate *
mail_discovery_get_best (MailDiscovery *self)
{
  return self->best;
}

/**
 * mail_discovery_get_running:
 * @self: a search
 *
 * Returns: whether it runs
 */
gboolean
mail_discovery_get_running (MailDiscovery *self)
{
  return self->task != NULL;
}

/**
 * mail_discovery_get_contacted:
 * @self: a search
 *
 * Returns: (transfer none): what was asked of whom, as mail_inquiry_get_contacted() says
 */
const char *const *
mail_discovery_get_contacted (MailDiscovery *self)
{
  return mail_inquiry_get_contacted (self->inquiry);
}

/**
 * mail_discovery_get_elapsed:
 * @self: a search
 *
 * Returns: milliseconds since the search began, or of the whole search when it is over
 */
gint64
mail_discovery_get_elapsed (MailDiscovery *self)
{
  gint64 until = self->ended != 0 ? self->ended : g_get_monotonic_time ();

  return self->started != 0 ? (until - self->started) / 1000 : 0;
}

/**
 * mail_discovery_dup_waiting_for:
 * @self: a search
 *
 * Returns: (transfer full) (nullable): the better sources that may still answer while a worse one has; %NULL
 *   where nothing is waited for
 */
char *
mail_discovery_dup_waiting_for (MailDiscovery *self)
{
  return g_strdup (self->waiting_for);
}
