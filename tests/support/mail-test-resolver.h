/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a name has instead of addresses: it is never answered. Any other error is a GResolverError. */
#define MAIL_TEST_RESOLVER_SILENT -2
#define MAIL_TEST_RESOLVER_OK -1

typedef struct {
  const char *name;
  const char *addresses; /* "::1 127.0.0.1" */
  int error;             /* MAIL_TEST_RESOLVER_OK, MAIL_TEST_RESOLVER_SILENT or a GResolverError */
} MailTestName;

#define MAIL_TYPE_TEST_RESOLVER (mail_test_resolver_get_type ())
/* The names of a test, without DNS, for g_resolver_set_default(). Other names are not found. */
G_DECLARE_FINAL_TYPE (MailTestResolver, mail_test_resolver, MAIL, TEST_RESOLVER, GResolver)

/* names is static, and ends with a NULL name. */
GResolver *mail_test_resolver_new (const MailTestName *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
