/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_TYPE_TEST_CHUNK_STREAM (mail_test_chunk_stream_get_type ())
/* A pollable stream of given bytes that come as a network would bring them: at most so many at a time. */
G_DECLARE_FINAL_TYPE (MailTestChunkStream, mail_test_chunk_stream, MAIL, TEST_CHUNK_STREAM, GInputStream)

GInputStream *mail_test_chunk_stream_new (GBytes *bytes, gsize chunk_size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
