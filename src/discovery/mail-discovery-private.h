/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-discovery.h"
#include "mail-shortlist.h"

G_BEGIN_DECLS

/* MailDiscovery is one class in four files: what it is (mail-discovery.c), how it runs
 * (mail-discovery-run.c), what is said of it (mail-discovery-words.c), and what needs no network
 * (mail-discovery-offline.c). */
struct _MailDiscovery
{
  GObject parent_instance;

  MailAddress *address;
  MailInquiry *inquiry;
  GPtrArray *strands;  /* of MailDiscoveryStrand, by rank */
  GListStore *lookups; /* of MailLookup, by rank */
  MailShortlist *shortlist;
  MailCandidate *best;
  char *waiting_for;

  GTask *task;      /* of the run under way */
  guint n_busy;     /* sources that run, and functions that are not to be overtaken by the end */
  gboolean opened;  /* those on the network have had their turn */
  gboolean stopped; /* by the person */
  gboolean late;    /* by the deadline */
  GSource *stop_source;
  guint deadline_source;
  guint better_source; /* how long a better answer is waited for */
  gint64 started; /* microseconds, monotonic */
  gint64 ended;
};

/* One source of the search. */
typedef struct
{
  MailDiscovery *discovery; /* unowned */
  guint rank;
  MailFinder *finder;
  MailLookup *lookup;
  GCancellable *cancellable; /* as long as it runs */
  gboolean asked;
  gboolean dropped; /* what it may still find is not wanted */
  gboolean late;
  GError *error;
} MailDiscoveryStrand;

typedef enum
{
  MAIL_DISCOVERY_PROP_BEST = 1,
  MAIL_DISCOVERY_PROP_WAITING_FOR,
  MAIL_DISCOVERY_PROP_CONTACTED,
  MAIL_DISCOVERY_PROP_RUNNING,
} MailDiscoveryProperty;

void mail_discovery_notify (MailDiscovery *self, MailDiscoveryProperty property);

/* For tests: a search with other finders (of MailFinder), in the order of their rank. */
MailDiscovery *mail_discovery_new_with_finders (MailAddress *address,
                                                const MailDiscoveryOptions *options,
                                                GPtrArray *finders,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How a search ends that finds nothing. */
typedef enum
{
  MAIL_DISCOVERY_NOT_KNOWN,   /* built in; nobody else was asked */
  MAIL_DISCOVERY_NOT_FOUND,   /* everybody has answered */
  MAIL_DISCOVERY_STRANGER,    /* so has somebody in the name of the domain who has no proof of it */
  MAIL_DISCOVERY_NOT_IN_TIME, /* not everybody has answered */
  MAIL_DISCOVERY_NO_DOMAIN,   /* the domain does not exist */
  MAIL_DISCOVERY_NO_NETWORK,
  MAIL_DISCOVERY_FORBIDDEN,   /* by the sandbox */
} MailDiscoveryEnd;

char   *mail_discovery_describe_found (GPtrArray *found) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_discovery_explain_end    (MailDiscoveryEnd end, MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
