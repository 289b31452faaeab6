/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-guide.h"
#include "mail-paper.h"
#include "mail-qr.h"
#include "mail-secret.h"

G_BEGIN_DECLS

/* Where a person looks for it. */
typedef enum {
  MAIL_EXPORT_DESKTOP,  /* a mail program with windows */
  MAIL_EXPORT_DEVICE,   /* a telephone, a tablet, another computer */
  MAIL_EXPORT_TERMINAL, /* a program that is told what to do by a file */
  MAIL_EXPORT_OFFICE,   /* for an administrator, a support desk, or paper */
} MailExportGroup;

/* A format in which an account is given to a program; one file of code each, listed in mail-export.c. */
typedef struct {
  const char *id;           /* what --to takes: "msmtp" */
  const char *name;         /* of the program, which is the same in every language: "msmtp"; or N_() */
  const char *summary;      /* N_(): what it is, in a few words: "Sends mail from the terminal" */
  MailExportGroup group;
  const char *program;      /* nullable: what to find on this computer: a command */
  const char *file_name;    /* proposed: "siegel.msmtprc"; %s stands for the address */
  const char *content_type; /* "text/plain" */
  gboolean takes_password;  /* whether a password may be part of it, where the person wants that */
  const char *const *steps; /* N_(): what the person does with the file, a step each; NULL at the end */
  /* Nullable: why it cannot hold this account (MAIL_ERROR_HANDOFF_FAILED). */
  gboolean (*can_hold) (MailAccount *account, GError **error);
  /* secret is NULL unless the person asked for a password in it. */
  GBytes *(*write) (MailAccount *account, MailSecret *secret, GError **error);
  /* Nullable: the same as a picture for the camera of a device. */
  MailQr *(*draw) (MailAccount *account, MailSecret *secret, GError **error);
  /* Nullable: the same for a printer, with a guide where one is wanted. */
  MailPaper *(*lay_out) (MailAccount *account, MailGuide *guide);
} MailExport;

const MailExport *const *mail_export_list          (void);
const MailExport        *mail_export_find          (const char *id);
gboolean                 mail_export_is_present    (const MailExport *self);
gboolean                 mail_export_can_hold      (const MailExport *self,
                                                    MailAccount *account,
                                                    GError **error);
char                    *mail_export_get_file_name (const MailExport *self,
                                                    MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
char                   **mail_export_warn          (const MailExport *self,
                                                    MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
GBytes                  *mail_export_write         (const MailExport *self,
                                                    MailAccount *account,
                                                    MailSecret *secret,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
