/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-candidate.h"
#include "mail-cli-json.h"
#include "mail-discovery.h"

G_BEGIN_DECLS

/* An answer of "lookup". */
typedef struct {
  const char *text;          /* the address as typed, UTF-8 */
  MailAddress *address;      /* (nullable): the same, where it is one */
  MailCandidate *candidate;  /* (nullable): what was found */
  MailDiscovery *search;     /* (nullable): where the network was asked */
  const GError *error;       /* (nullable): why nothing was found, or why it is of no use */
  const char *correction;    /* (nullable): the address that was perhaps meant */
  gboolean thorough;         /* everything that is found is wanted, and why it stands where it stands */
} MailCliAnswer;

void mail_cli_answer_add     (JsonBuilder *json, const MailCliAnswer *answer);
void mail_cli_answer_account (JsonBuilder *json, MailAccount *account);
void mail_cli_answer_facts   (JsonBuilder *json, MailProvider *provider, const char *const *domains);

G_END_DECLS
