/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-export.h"
#include "mail-guide.h"
#include "mail-handoff.h"

G_BEGIN_DECLS

/* In the order in which a person looks for a program. */
typedef enum {
  MAIL_HANDOVER_HERE,   /* on this computer */
  MAIL_HANDOVER_DEVICE, /* on a telephone or a tablet */
  MAIL_HANDOVER_GUIDE,  /* where the settings are typed, step by step */
  MAIL_HANDOVER_FILE,   /* files for programs that are not here, and for paper */
} MailHandoverSection;

#define MAIL_N_HANDOVER_SECTIONS (MAIL_HANDOVER_FILE + 1)

#define MAIL_TYPE_HANDOVER_ITEM (mail_handover_item_get_type ())
/* One way to use an account: a program that is told, a file, or a guide; exactly one of the three is set. */
G_DECLARE_FINAL_TYPE (MailHandoverItem, mail_handover_item, MAIL, HANDOVER_ITEM, GObject)

MailHandoverItem   *mail_handover_item_new_for_handoff (MailHandoff *handoff) G_GNUC_WARN_UNUSED_RESULT;
MailHandoverItem   *mail_handover_item_new_for_export  (const MailExport *format) G_GNUC_WARN_UNUSED_RESULT;
MailHandoverItem   *mail_handover_item_new_for_guide   (MailGuide *guide) G_GNUC_WARN_UNUSED_RESULT;
MailHandoverSection mail_handover_item_get_section     (MailHandoverItem *self);
const char         *mail_handover_item_get_name        (MailHandoverItem *self);
const char         *mail_handover_item_get_summary     (MailHandoverItem *self);
MailHandoff        *mail_handover_item_get_handoff     (MailHandoverItem *self);
const MailExport   *mail_handover_item_get_export      (MailHandoverItem *self);
MailGuide          *mail_handover_item_get_guide       (MailHandoverItem *self);
gboolean            mail_handover_item_matches         (MailHandoverItem *self, const char *words);

GListModel         *mail_handover_list_new             (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
