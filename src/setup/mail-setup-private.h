/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-setup.h"

G_BEGIN_DECLS

/* MailSetup is one class in eight files: the rule that keeps its state true (mail-setup.c), what a person
 * enters (mail-setup-fields.c), how settings are searched for (mail-setup-search.c), who vouches for them
 * (mail-setup-consent.c), whose certificate is trusted (mail-setup-trust.c), what runs after that
 * (mail-setup-stages.c), what is missing (mail-setup-missing.c), how a stored account comes back
 * (mail-setup-edit.c). */
struct _MailSetup
{
  GObject parent_instance;

  MailStore *store;
  MailPreferences *preferences;

  char *name;
  char *address_text;
  MailAddress *address;
  GError *address_error;
  gboolean recognised; /* by the database */
  char *correction;
  MailProtocol protocol;
  MailSecret *secret;
  MailSecret *outgoing_secret;

  MailDiscovery *search;
  GCancellable *searching; /* as long as it runs */

  MailCandidate *candidate;
  gboolean known;
  gboolean needs_consent;
  gboolean consent;

  MailSettings *settings;
  gboolean adopting; /* the settings change because they were proven */

  char *ca_file;
  char *authorities; /* what is in it */
  char *pin;
  guint timeout; /* seconds */

  MailVerify *verify;
  GCancellable *checking; /* as long as it runs */
  gboolean proven;

  MailAccount *editing; /* where the run is about a stored account */
  MailAccount *existing;
  gboolean replace;
  GCancellable *saving; /* as long as it runs */
  MailAccount *account;

  char *missing; /* what is_page_complete() said last */
};

typedef enum
{
  MAIL_SETUP_PROP_NAME = 1,
  MAIL_SETUP_PROP_ADDRESS_TEXT,
  MAIL_SETUP_PROP_ADDRESS,
  MAIL_SETUP_PROP_CORRECTION,
  MAIL_SETUP_PROP_PROTOCOL,
  MAIL_SETUP_PROP_SEARCH,
  MAIL_SETUP_PROP_SEARCHING,
  MAIL_SETUP_PROP_CANDIDATE,
  MAIL_SETUP_PROP_PROVIDER,
  MAIL_SETUP_PROP_KNOWN,
  MAIL_SETUP_PROP_NEEDS_CONSENT,
  MAIL_SETUP_PROP_CONSENT,
  MAIL_SETUP_PROP_SETTINGS,
  MAIL_SETUP_PROP_HAS_SECRET,
  MAIL_SETUP_PROP_CA_FILE,
  MAIL_SETUP_PROP_VERIFY,
  MAIL_SETUP_PROP_CHECKING,
  MAIL_SETUP_PROP_PROVEN,
  MAIL_SETUP_PROP_EDITING,
  MAIL_SETUP_PROP_EXISTING,
  MAIL_SETUP_PROP_REPLACE,
  MAIL_SETUP_PROP_SAVING,
  MAIL_SETUP_PROP_ACCOUNT,
} MailSetupProperty;

/* What a run consists of; each part rests on those before it. */
typedef enum
{
  MAIL_SETUP_PART_ADDRESS,
  MAIL_SETUP_PART_SEARCH,
  MAIL_SETUP_PART_CANDIDATE,
  MAIL_SETUP_PART_SETTINGS,
  MAIL_SETUP_PART_VERIFY,
} MailSetupPart;

/* A stage that runs: it ends when its caller cancels, and when the run changes under it. */
typedef struct
{
  GCancellable *cancellable;
  GCancellable *outer;
  gulong outer_handler;
  MailDiscovery *search;
  MailVerify *verify;
  MailAccount *account;
} MailSetupStage;

MailSetupStage *mail_setup_stage_new  (GCancellable *outer) G_GNUC_WARN_UNUSED_RESULT;
void            mail_setup_stage_free (MailSetupStage *stage);

void  mail_setup_notify          (MailSetup *self, MailSetupProperty property);
void  mail_setup_clear_after     (MailSetup *self, MailSetupPart part);
void  mail_setup_take_address    (MailSetup *self, MailAddress *address);
void  mail_setup_recognise       (MailSetup *self);
void  mail_setup_take_candidate  (MailSetup *self, MailCandidate *candidate, gboolean known);
void  mail_setup_take_settings   (MailSetup *self, MailSettings *settings);
void  mail_setup_run_search      (MailSetup *self,
                                  MailDiscovery *search,
                                  GError *error,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void  mail_setup_stop_search     (MailSetup *self);
void  mail_setup_forget_search   (MailSetup *self);
void  mail_setup_update_consent  (MailSetup *self);
void  mail_setup_update_existing (MailSetup *self);
void  mail_setup_drop_secrets    (MailSetup *self);
char *mail_setup_dup_disagreed   (MailSetup *self) G_GNUC_WARN_UNUSED_RESULT;
char *mail_setup_dup_missing     (MailSetup *self, MailSetupPage page) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
