/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_TYPE_RECORDING_ADDRESS (mail_recording_address_get_type ())
/* A GSocketConnectable that notes what another one resolves to. Private to the transport layer. */
G_DECLARE_FINAL_TYPE (MailRecordingAddress, mail_recording_address, MAIL, RECORDING_ADDRESS, GObject)

MailRecordingAddress *mail_recording_address_new  (GSocketConnectable *target) G_GNUC_WARN_UNUSED_RESULT;
void                  mail_recording_address_note (MailRecordingAddress *self, GSocketAddress *address);

G_END_DECLS
