/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-recording-address.h"

G_BEGIN_DECLS

#define MAIL_TYPE_RECORDING_ENUMERATOR (mail_recording_enumerator_get_type ())
/* Hands out the addresses of another enumerator and notes each. Private to the transport layer. */
G_DECLARE_FINAL_TYPE (MailRecordingEnumerator, mail_recording_enumerator, MAIL, RECORDING_ENUMERATOR,
                      GSocketAddressEnumerator)

GSocketAddressEnumerator *
mail_recording_enumerator_new (GSocketAddressEnumerator *target,
                               MailRecordingAddress *recorder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
