/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-dns-server.h"

#include <string.h>

#define HEADER 12 /* octets; RFC 1035, section 4.1.1 */

struct _MailTestDnsServer
{
  GObject parent_instance;

  GSocket *socket;
  GSource *source;
  guint count;
};

G_DEFINE_FINAL_TYPE (MailTestDnsServer, mail_test_dns_server, G_TYPE_OBJECT)

/* Where the only question ends: its name, its type and its class. */
static gsize
find_end_of_question (const guint8 *query)
{
  gsize end = HEADER;

  while (query[end] != 0)
    end += query[end] + 1;
  return end + 1 + 2 + 2;
}

static gboolean
begins_with (const guint8 *query, const char *label)
{
  return query[HEADER] == strlen (label) && memcmp (query + HEADER + 1, label, strlen (label)) == 0;
}

static void
answer (MailTestDnsServer *self, GSocketAddress *client, const guint8 *query)
{
  /* The name of the question, MX, IN, 60 seconds, 9 octets: preference 10, "mail" and that name. */
  static const guint8 record[]
      = { 0xc0, HEADER, 0, 15, 0, 1, 0, 0, 0, 60, 0, 9, 0, 10, 4, 'm', 'a', 'i', 'l', 0xc0, HEADER };
  gboolean missing = begins_with (query, "missing");
  const guint8 counts[] = { 0x81, missing ? 0x83 : 0x80, 0, 1, 0, !missing, 0, 0, 0, 0 };
  g_autoptr (GByteArray) reply = g_byte_array_new ();

  g_byte_array_append (reply, query, 2);
  g_byte_array_append (reply, counts, sizeof counts);
  g_byte_array_append (reply, query + HEADER, find_end_of_question (query) - HEADER);
  if (!missing)
    g_byte_array_append (reply, record, sizeof record);
  g_assert_cmpint (
      g_socket_send_to (self->socket, client, (const char *) reply->data, reply->len, NULL, NULL), ==,
      reply->len);
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  MailTestDnsServer *self = user_data;
  g_autoptr (GSocketAddress) client = NULL;
  guint8 query[512] = { 0 };

  g_assert_cmpint (g_socket_receive_from (socket, &client, (char *) query, sizeof query - 1, NULL, NULL), >,
                   HEADER);
  self->count++;
  if (!begins_with (query, "silent"))
    answer (self, client, query);
  return G_SOURCE_CONTINUE;
}

static void
mail_test_dns_server_finalize (GObject *object)
{
  MailTestDnsServer *self = MAIL_TEST_DNS_SERVER (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->socket);
  G_OBJECT_CLASS (mail_test_dns_server_parent_class)->finalize (object);
}

static void
mail_test_dns_server_class_init (MailTestDnsServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_test_dns_server_finalize;
}

static void
mail_test_dns_server_init (MailTestDnsServer *self)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GError) error = NULL;

  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, address, FALSE, &error);
  g_assert_no_error (error);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, NULL);
}

MailTestDnsServer *
mail_test_dns_server_new (void)
{
  return g_object_new (MAIL_TYPE_TEST_DNS_SERVER, NULL);
}

char *
mail_test_dns_server_dup_address (MailTestDnsServer *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->socket, NULL);

  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

guint
mail_test_dns_server_get_count (MailTestDnsServer *self)
{
  return self->count;
}
