/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-handoff.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HANDOFF_EVOLUTION (mail_handoff_evolution_get_type ())
/* Evolution, through Evolution Data Server. */
G_DECLARE_FINAL_TYPE (MailHandoffEvolution, mail_handoff_evolution, MAIL, HANDOFF_EVOLUTION, GObject)

MailHandoff *mail_handoff_evolution_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* What an account is made of there. */
typedef enum {
  MAIL_EVOLUTION_ACCOUNT,
  MAIL_EVOLUTION_IDENTITY,
  MAIL_EVOLUTION_TRANSPORT,
  MAIL_EVOLUTION_N_SOURCES,
} MailEvolutionSource;

/* In mail-handoff-evolution-sources.c. */
char    **mail_handoff_evolution_uids_new    (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mail_handoff_evolution_find_part   (MailAccount *account,
                                              const char *uid,
                                              MailEvolutionSource *part);
GVariant *mail_handoff_evolution_sources_new (MailAccount *account, char **uids) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mail_handoff_evolution_is_identity (MailAccount *account, const char *data);

G_END_DECLS
