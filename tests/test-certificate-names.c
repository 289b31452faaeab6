/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "mail-certificate-names.h"
#include "mail-test-certificate.h"

#define NOT_MAIL -1

/* What a certificate names, who is wanted, and whether it is them. */
typedef struct
{
  const char *name;
  const char *subject;
  const char *names;
  const char *host;
  int protocol; /* or NOT_MAIL */
  const char *domain;
  gboolean matches;
} Case;

#define IMAP MAIL_PROTOCOL_IMAP
#define POP3 MAIL_PROTOCOL_POP3
#define SMTP MAIL_PROTOCOL_SMTP

static const Case cases[] = {
  { "dns", NULL, "dns:a.example.org", "a.example.org", IMAP, NULL, TRUE },
  { "dns-second", NULL, "dns:b.example.org dns:a.example.org", "a.example.org", IMAP, NULL, TRUE },
  { "dns-case", NULL, "dns:A.Example.ORG", "a.exAmple.org", IMAP, NULL, TRUE },
  { "dns-other", NULL, "dns:b.example.org", "a.example.org", IMAP, NULL, FALSE },
  { "dns-below", NULL, "dns:example.org", "a.example.org", IMAP, NULL, FALSE },
  { "dns-above", NULL, "dns:a.example.org", "example.org", IMAP, NULL, FALSE },
  { "dns-longer", NULL, "dns:a.example.org.evil.test", "a.example.org", IMAP, NULL, FALSE },
  { "dns-nul", NULL, "dns:a.example.org%00.evil.test", "a.example.org", IMAP, NULL, FALSE },
  { "dns-nul-wildcard", NULL, "dns:*.example.org%00.evil.test", "a.example.org", IMAP, NULL, FALSE },
  { "dns-space", NULL, "dns:a.example.org%20", "a.example.org", IMAP, NULL, FALSE },
  { "a-label", NULL, "dns:xn--bcher-kva.example", "xn--bcher-kva.example", IMAP, NULL, TRUE },
  /* The domain of the address is no name of its mail server. */
  { "dns-of-domain", NULL, "dns:example.org", "mail.example.net", IMAP, "example.org", FALSE },

  { "wildcard", NULL, "dns:*.example.org", "a.example.org", IMAP, NULL, TRUE },
  { "wildcard-case", NULL, "dns:*.Example.org", "A.example.ORG", IMAP, NULL, TRUE },
  { "wildcard-a-label", NULL, "dns:*.example.org", "xn--bcher-kva.example.org", IMAP, NULL, TRUE },
  { "wildcard-itself", NULL, "dns:*.example.org", "example.org", IMAP, NULL, FALSE },
  { "wildcard-two-labels", NULL, "dns:*.example.org", "a.b.example.org", IMAP, NULL, FALSE },
  { "wildcard-end", NULL, "dns:*a.example.org", "a.example.org", IMAP, NULL, FALSE },
  { "wildcard-end-longer", NULL, "dns:*oo.example.org", "foo.example.org", IMAP, NULL, FALSE },
  { "wildcard-start", NULL, "dns:f*.example.org", "foo.example.org", IMAP, NULL, FALSE },
  { "wildcard-middle", NULL, "dns:f*o.example.org", "foo.example.org", IMAP, NULL, FALSE },
  { "wildcard-second-label", NULL, "dns:a.*.example.org", "a.b.example.org", IMAP, NULL, FALSE },
  { "wildcard-twice", NULL, "dns:*.*.example.org", "a.b.example.org", IMAP, NULL, FALSE },
  { "wildcard-top", NULL, "dns:*.org", "example.org", IMAP, NULL, FALSE },
  { "wildcard-all", NULL, "dns:*", "example", IMAP, NULL, FALSE },
  { "wildcard-dot", NULL, "dns:*.", "example.", IMAP, NULL, FALSE },
  { "wildcard-beside-end", NULL, "dns:*oo.example.org dns:*.example.org", "foo.example.org", IMAP, NULL,
    TRUE },
  { "wildcard-ip", NULL, "dns:*.0.0.1", "127.0.0.1", IMAP, NULL, FALSE },

  { "ip", NULL, "ip:192.0.2.1", "192.0.2.1", IMAP, NULL, TRUE },
  { "ip-other", NULL, "ip:192.0.2.1", "192.0.2.2", IMAP, NULL, FALSE },
  { "ip-6", NULL, "ip:2001:db8::1", "2001:db8:0::1", IMAP, NULL, TRUE },
  { "ip-among-dns", NULL, "dns:192.0.2.1", "192.0.2.1", IMAP, NULL, FALSE },
  { "ip-as-common-name", "CN=192.0.2.1", NULL, "192.0.2.1", IMAP, NULL, FALSE },
  { "ip-as-service", NULL, "srv:_imap.192.0.2.1", "192.0.2.1", IMAP, NULL, FALSE },
  { "ip-with-scope", NULL, "ip:fe80::1", "fe80::1%lo", IMAP, NULL, FALSE },

  { "common-name", "CN=a.example.org", NULL, "a.example.org", IMAP, NULL, TRUE },
  { "common-name-wildcard", "CN=*.example.org", NULL, "a.example.org", IMAP, NULL, TRUE },
  { "common-name-other", "CN=b.example.org", NULL, "a.example.org", IMAP, NULL, FALSE },
  { "common-name-twice", "CN=a.example.org,CN=b.example.org", NULL, "a.example.org", IMAP, NULL, FALSE },
  { "common-name-end", "CN=*oo.example.org", NULL, "foo.example.org", IMAP, NULL, FALSE },
  { "common-name-beside-dns", "CN=a.example.org", "dns:b.example.org", "a.example.org", IMAP, NULL, FALSE },
  { "common-name-beside-service", "CN=a.example.org", "srv:_imap.b.example.org", "a.example.org", IMAP, NULL,
    FALSE },
  { "common-name-beside-ip", "CN=a.example.org", "ip:192.0.2.1", "a.example.org", IMAP, NULL, FALSE },
  { "common-name-beside-uri", "CN=a.example.org", "uri:https://b.example.org/", "a.example.org", IMAP, NULL,
    FALSE },
  { "wildcard-beside-service", "CN=*.example.org", "srv:_imap.b.example.org", "a.example.org", IMAP, NULL,
    FALSE },

  { "service", NULL, "srv:_imaps.example.org", "mail.example.net", IMAP, "example.org", TRUE },
  { "service-starttls", NULL, "srv:_imap.example.org", "mail.example.net", IMAP, "example.org", TRUE },
  { "service-case", NULL, "srv:_IMAPS.Example.org", "mail.example.net", IMAP, "example.ORG", TRUE },
  { "service-pop3", NULL, "srv:_pop3s.example.org", "mail.example.net", POP3, "example.org", TRUE },
  { "service-smtp", NULL, "srv:_submission.example.org", "mail.example.net", SMTP, "example.org", TRUE },
  { "service-smtps", NULL, "srv:_submissions.example.org", "mail.example.net", SMTP, "example.org", TRUE },
  { "service-of-host", NULL, "srv:_imap.mail.example.net", "mail.example.net", IMAP, NULL, TRUE },
  { "service-beside-dns", NULL, "dns:b.example.net srv:_imap.example.org", "mail.example.net", IMAP,
    "example.org", TRUE },
  { "service-other-protocol", NULL, "srv:_imap.example.org", "mail.example.net", SMTP, "example.org", FALSE },
  { "service-other-domain", NULL, "srv:_imap.example.org", "mail.example.net", IMAP, "example.com", FALSE },
  { "service-below", NULL, "srv:_imap.a.example.org", "mail.example.net", IMAP, "example.org", FALSE },
  { "service-wildcard", NULL, "srv:_imap.*.example.org", "a.example.org", IMAP, NULL, FALSE },
  { "service-among-dns", NULL, "dns:_imap.example.org", "mail.example.net", IMAP, "example.org", FALSE },
  { "service-without-domain", NULL, "srv:_imap.example.org", "mail.example.net", IMAP, NULL, FALSE },
  { "service-for-web", NULL, "srv:_imap.example.org", "example.org", NOT_MAIL, NULL, FALSE },

  { "uri", NULL, "uri:imaps://a.example.org/", "a.example.org", IMAP, NULL, FALSE },
  { "nobody", NULL, NULL, "a.example.org", IMAP, "example.org", FALSE },
  { "web", NULL, "dns:a.example.org", "a.example.org", NOT_MAIL, NULL, TRUE },
};

static MailTestCertificate *
make (const char *subject, const char *names)
{
  const MailTestCertificatePlan plan = { .subject = subject, .names = names, .begins = -1, .ends = 1 };

  return mail_test_certificate_new (&plan);
}

static void
test_match (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MailTestCertificate) certificate = make (c->subject, c->names);
  const MailIdentity wanted = {
    .host = c->host,
    .is_mail = c->protocol != NOT_MAIL,
    .protocol = MAX (c->protocol, 0),
    .domain = c->domain,
  };

  g_assert_cmpint (mail_certificate_names_match (certificate->certificate, &wanted), ==, c->matches);
}

static void
test_read (void)
{
  g_autoptr (MailTestCertificate) certificate
      = make ("CN=nobody.example.org", "dns:a.example.org ip:192.0.2.1 srv:_imaps.example.org "
                                       "uri:https://example.org/ dns:evil%1b[31m.example.org ip:2001:db8::1");
  g_auto (GStrv) names = mail_certificate_names_read (certificate->certificate);
  g_autofree char *text = g_strjoinv (" ", names);

  g_assert_cmpstr (text, ==, "a.example.org 192.0.2.1 _imaps.example.org 2001:db8::1");
}

static void
test_read_none (void)
{
  g_autoptr (MailTestCertificate) certificate = make ("CN=a.example.org", NULL);
  g_auto (GStrv) names = mail_certificate_names_read (certificate->certificate);

  g_assert_cmpuint (g_strv_length (names), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/certificate-names/match/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_match);
    }
  g_test_add_func ("/certificate-names/read", test_read);
  g_test_add_func ("/certificate-names/read/none", test_read_none);
  return g_test_run ();
}
