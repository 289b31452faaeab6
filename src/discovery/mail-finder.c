/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-finder.h"

/**
 * MailFinder:
 *
 * One way to find the settings of an address. A finder asks the network through an inquiry only, so that it
 * cannot ask what is not on record, and it knows no other finder: which one is believed is for MailDiscovery
 * to say. When its cancellable is pulled, its task ends at once.
 */
G_DEFINE_ABSTRACT_TYPE (MailFinder, mail_finder, G_TYPE_OBJECT)

static gboolean
always_ask (MailFinder *self, MailInquiry *inquiry, char **reason)
{
  return TRUE;
}

static void
mail_finder_class_init (MailFinderClass *klass)
{
  klass->may_ask = always_ask;
}

static void
mail_finder_init (MailFinder *self)
{
}

/**
 * mail_finder_get_source:
 * @self: a finder
 *
 * Returns: the source of what it finds
 */
MailSource
mail_finder_get_source (MailFinder *self)
{
  return MAIL_FINDER_GET_CLASS (self)->source;
}

/**
 * mail_finder_dup_label:
 * @self: a finder
 * @inquiry: the search it is part of
 *
 * Returns: (transfer full): what it asks, for people, in one line: “The website of example.org”
 */
char *
mail_finder_dup_label (MailFinder *self, MailInquiry *inquiry)
{
  return MAIL_FINDER_GET_CLASS (self)->dup_label (self, inquiry);
}

/**
 * mail_finder_may_ask:
 * @self: a finder
 * @inquiry: the search it is part of
 * @reason: (out) (nullable) (transfer full): why not, in one sentence; untouched where it may
 *
 * Returns: whether it has something to ask, and the person allows it
 */
gboolean
mail_finder_may_ask (MailFinder *self, MailInquiry *inquiry, char **reason)
{
  return MAIL_FINDER_GET_CLASS (self)->may_ask (self, inquiry, reason);
}

/**
 * mail_finder_find_async:
 * @self: a finder
 * @inquiry: what it asks the network through
 * @cancellable: (nullable): ends it at once
 * @callback: called when it has found what there is
 * @user_data: data for @callback
 *
 * Looks for settings.
 */
void
mail_finder_find_async (MailFinder *self,
                        MailInquiry *inquiry,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  MAIL_FINDER_GET_CLASS (self)->find_async (self, inquiry, cancellable, callback, user_data);
}

/**
 * mail_finder_find_finish:
 * @self: a finder
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: those of the question that mattered, #MailError, and %G_IO_ERROR_CANCELLED. That there is nothing
 * is no error.
 *
 * Returns: (transfer full) (element-type MailCandidate): what was found, best first; %NULL with @error set
 */
GPtrArray *
mail_finder_find_finish (MailFinder *self, GAsyncResult *result, GError **error)
{
  return MAIL_FINDER_GET_CLASS (self)->find_finish (self, result, error);
}
