/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-knock.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"

typedef struct
{
  const char *name;
  const char *script;
  gboolean listen;
  MailKnock found;
  guint n_visits;
} Case;

static const Case cases[] = {
  { "mail", "TLS\nS: * OK ready\nWAIT", TRUE, { TRUE, TRUE, "IMAP" }, 1 },
  { "mail-not-heard", "TLS\nS: * OK ready\nWAIT", FALSE, { TRUE, FALSE, NULL }, 1 },
  { "mute", "TLS\nWAIT", TRUE, { TRUE, FALSE, NULL }, 1 },
  { "web", "ALPN http/1.1\nTLS\nWAIT", TRUE, { TRUE, FALSE, "HTTP" }, 1 },
  { "plain", "S: HTTP/1.1 400 Bad Request\nWAIT", TRUE, { FALSE, FALSE, "HTTP" }, 1 },
  /* It hangs up on whoever wants to speak HTTP; without that wish it lets everybody in. */
  { "mail-only", "ALPN imap\nTLS\nS: * OK ready\nWAIT", TRUE, { TRUE, TRUE, "IMAP" }, 2 },
  { "mail-only-mute", "ALPN imap\nTLS\nWAIT", TRUE, { TRUE, FALSE, NULL }, 2 },
  { "mail-only-not-heard", "ALPN imap\nTLS\nWAIT", FALSE, { TRUE, FALSE, NULL }, 2 },
  { "mail-only-once", "ALPN imap\nTLS\nNEXT\nCUT", TRUE, { FALSE, FALSE, NULL }, 2 },
  { "gone", "CUT", TRUE, { FALSE, FALSE, NULL }, 1 },
};

static MailAnchors *anchors;

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailTestTlsServerPlan plan = { .script = c->script };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *heard = NULL;
  MailKnock found;

  mail_knock_async ("127.0.0.1", mail_test_tls_server_get_port (server), anchors, c->listen, NULL,
                    mail_test_store_result, &result);
  g_assert_true (mail_knock_finish (mail_test_await (&result), &found));
  g_assert_cmpint (found.tls, ==, c->found.tls);
  g_assert_cmpint (found.greets, ==, c->found.greets);
  g_assert_cmpstr (found.service, ==, c->found.service);
  g_clear_object (&result);
  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, c->n_visits);
  /* Not a word of ours. */
  heard = mail_test_tls_server_dup_heard (server, c->n_visits);
  if (c->found.tls)
    g_assert_cmpstr (heard, ==, "");
}

static void
test_nobody (void)
{
  const MailTestTlsServerPlan plan = { .script = "CUT" };
  MailTestTlsServer *server = mail_test_tls_server_new (&plan);
  guint16 port = mail_test_tls_server_get_port (server);
  g_autoptr (GAsyncResult) result = NULL;
  MailKnock found = { TRUE, TRUE, "IMAP" };

  mail_test_tls_server_free (server);
  mail_knock_async ("127.0.0.1", port, anchors, TRUE, NULL, mail_test_store_result, &result);
  g_assert_false (mail_knock_finish (mail_test_await (&result), &found));
  g_assert_false (found.tls || found.greets || found.service != NULL);
}

int
main (int argc, char *argv[])
{
  g_autofree char *ca_file = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  ca_file = mail_test_certificate_path ("ca.pem");
  anchors = mail_anchors_new (ca_file, NULL);
  g_assert_nonnull (anchors);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/knock/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/knock/nobody", test_nobody);
  status = g_test_run ();
  g_assert_finalize_object (anchors);
  return status;
}
