/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-keyring.h"
#include "mail-test-await.h"

G_BEGIN_DECLS

/* A GNOME Keyring of one's own in the state that a test wants; see session.sh for the session around it. */
typedef struct {
  GSubprocess *daemon;
  GSubprocess *person;
  MailKeyring *keyring;
} KeyringFixture;

typedef enum {
  KEYRING_UNLOCKED,
  KEYRING_LOCKED,
  KEYRING_EMPTY, /* no keyring in it, so no default one either */
  KEYRING_ABSENT,
} KeyringState;

/* data is a KeyringState */
void          keyring_fixture_set_up    (KeyringFixture *fixture, gconstpointer data);
void          keyring_fixture_tear_down (KeyringFixture *fixture, gconstpointer data);
void          keyring_fixture_start     (KeyringFixture *fixture, KeyringState state);
void          keyring_fixture_stop      (KeyringFixture *fixture);
void          keyring_fixture_signal    (KeyringFixture *fixture, int signal_number);
/* "answer", "create", "dismiss": what the person does with the next dialog. */
void          keyring_fixture_person    (KeyringFixture *fixture, const char *deed);
void          keyring_fixture_lock      (void);
void          keyring_fixture_unlock    (void);
/* How many items have these attributes, each "NAME=VALUE"; NULL ends the list. */
guint         keyring_fixture_count     (const char *attribute, ...) G_GNUC_NULL_TERMINATED;
/* Something happens when the call number `after` (from 0) with this name is about to leave: the daemon ends,
 * or the person cancels. */
typedef struct {
  KeyringFixture *fixture;
  const char *member;
  guint after;
  GCancellable *cancellable; /* NULL: the daemon ends */
  GDBusConnection *bus;
  guint filter;
} KeyringAccident;

void          keyring_accident_arm      (KeyringAccident *accident);
void          keyring_accident_disarm   (KeyringAccident *accident);
/* What a program prints; it must succeed. */
char         *run_tool                  (const char *program,
                                         ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
char         *support_path              (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Lets the main loop run for so long. */
void          run_for                   (guint milliseconds);

G_END_DECLS
