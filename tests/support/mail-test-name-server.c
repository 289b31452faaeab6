/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-name-server.h"

#include <arpa/nameser.h>
#include <string.h>

#define HEADER    12
#define TTL       60
#define FLAG_QR   0x80
#define FLAG_TC   0x02
#define FLAG_RA   0x80
#define FLAG_AD   0x20
#define FORGERIES 100

struct _MailTestNameServer
{
  const MailTestDnsRule *rules;
  GSocket *udp;
  GSource *udp_source;
  GSocketService *tcp;
  GCancellable *stop;
  char *address;
  GString *log;
  GHashTable *lost; /* names that were asked for once */
};

/* A question that came, and where from. */
typedef struct
{
  MailTestNameServer *server;
  const guchar *data;
  gsize length;
  gsize end; /* of the question section */
  char *name;
  guint type;
  gboolean is_tcp;
  gboolean has_edns;
} Question;

/* A client over TCP. */
typedef struct
{
  MailTestNameServer *server;
  GSocketConnection *connection;
  guchar size[2];
  GByteArray *buffer;
} Client;

static const struct
{
  const char *name;
  guint type;
} types[] = {
  { "MX", ns_t_mx }, { "SRV", ns_t_srv },   { "TXT", ns_t_txt },
  { "A", ns_t_a },   { "AAAA", ns_t_aaaa }, { "CNAME", ns_t_cname },
};

static const char *
get_type_name (guint type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return "?";
}

static guint
get_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name))
      return types[i].type;
  g_error ("No such type: %s", name);
}

static void
put16 (GByteArray *packet, guint value)
{
  const guint8 bytes[] = { value >> 8, value };

  g_byte_array_append (packet, bytes, sizeof bytes);
}

static void
put_string (GByteArray *packet, const char *text)
{
  guint8 length = strlen (text);

  g_byte_array_append (packet, &length, 1);
  g_byte_array_append (packet, (const guint8 *) text, length);
}

static void
put_name (GByteArray *packet, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (g_str_equal (name, ".") ? "" : name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *label = g_strcompress (labels[i]);

      put_string (packet, label);
    }
  put_string (packet, "");
}

static void
put_numbers_and_name (GByteArray *packet, const char *text, guint n_numbers)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; i < n_numbers; i++)
    put16 (packet, g_ascii_strtoull (words[i], NULL, 10));
  put_name (packet, words[n_numbers]);
}

static void
put_strings (GByteArray *packet, const char *text)
{
  g_auto (GStrv) strings = g_strsplit (text, "|", -1);

  if (strings[0] == NULL)
    put_string (packet, "");
  for (guint i = 0; strings[i] != NULL; i++)
    put_string (packet, strings[i]);
}

static void
put_address (GByteArray *packet, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  g_byte_array_append (packet, g_inet_address_to_bytes (address), g_inet_address_get_native_size (address));
}

static void
put_data (GByteArray *packet, guint type, const char *text)
{
  switch (type)
    {
    case ns_t_mx:
      put_numbers_and_name (packet, text, 1);
      break;
    case ns_t_srv:
      put_numbers_and_name (packet, text, 3);
      break;
    case ns_t_txt:
      put_strings (packet, text);
      break;
    case ns_t_cname:
      put_name (packet, text);
      break;
    default:
      put_address (packet, text);
      break;
    }
}

static void
put_owner (GByteArray *packet, const char *owner)
{
  if (owner != NULL)
    put_name (packet, owner);
  else
    put16 (packet, 0xc000 | HEADER);
}

static void
put_record (GByteArray *packet, const char *owner, guint type, const char *text)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_data (data, type, text);
  put_owner (packet, owner);
  put16 (packet, type);
  put16 (packet, ns_c_in);
  put16 (packet, 0);
  put16 (packet, TTL);
  put16 (packet, data->len);
  g_byte_array_append (packet, data->data, data->len);
}

static gboolean
put_line (GByteArray *packet, const char *line, guint wanted)
{
  const char *colon = *line != 'T' ? strstr (line, ": ") : NULL;
  g_autofree char *owner = colon != NULL ? g_strndup (line, colon - line) : NULL;
  g_auto (GStrv) parts = g_strsplit (colon != NULL ? colon + 2 : line, " ", 2);
  guint type = get_type (parts[0]);

  if (type != wanted && type != ns_t_cname)
    return FALSE;
  put_record (packet, owner, type, parts[1]);
  return TRUE;
}

static guint
put_records (GByteArray *packet, const char *records, guint wanted)
{
  g_auto (GStrv) lines = g_strsplit (records != NULL ? records : "", "\n", -1);
  guint count = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    count += put_line (packet, lines[i], wanted);
  return count;
}

static void
put_loop (GByteArray *packet)
{
  put16 (packet, 0xc000 | packet->len);
}

static GByteArray *
start_packet (const Question *question, guint rcode, guint flags)
{
  GByteArray *packet = g_byte_array_new ();

  g_byte_array_append (packet, question->data, question->end);
  packet->data[2] |= FLAG_QR;
  packet->data[3] = FLAG_RA | rcode | (flags & FLAG_AD);
  if (flags & FLAG_TC)
    packet->data[2] |= FLAG_TC;
  memset (packet->data + 6, 0, 6);
  return packet;
}

static void
set_count (GByteArray *packet, guint count)
{
  packet->data[6] = count >> 8;
  packet->data[7] = count;
}

static GByteArray *
make_answer (const Question *question, const MailTestDnsRule *rule)
{
  GByteArray *packet = start_packet (question, ns_r_noerror, rule->authentic ? FLAG_AD : 0);
  guint count;

  if (rule->action == MAIL_TEST_DNS_LOOP)
    {
      put_loop (packet);
      set_count (packet, 1);
      return packet;
    }
  count = put_records (packet, rule->records, question->type);
  set_count (packet, count);
  if (rule->action == MAIL_TEST_DNS_BROKEN)
    g_byte_array_set_size (packet, packet->len - 3);
  return packet;
}

static GByteArray *
make_wrong_id (const Question *question, const MailTestDnsRule *rule, guint difference)
{
  GByteArray *packet = make_answer (question, rule);

  packet->data[1] += difference;
  return packet;
}

static GByteArray *
make_wrong_question (const Question *question, const MailTestDnsRule *rule)
{
  GByteArray *packet = make_answer (question, rule);

  packet->data[HEADER + 1] ^= 1;
  return packet;
}

static GByteArray *
make_bytes (const guchar *data, gsize length)
{
  return g_byte_array_append (g_byte_array_new (), data, length);
}

static GByteArray *
make_garbage (const Question *question)
{
  GByteArray *packet = make_bytes (question->data, question->length);

  for (guint i = 2; i < packet->len; i++)
    packet->data[i] = 0xff;
  return packet;
}

static gboolean
was_lost (const Question *question)
{
  return g_hash_table_add (question->server->lost, g_strdup (question->name));
}

/* NULL: silence. */
static GByteArray *
make_packet (const Question *question, const MailTestDnsRule *rule)
{
  switch (rule->action)
    {
    case MAIL_TEST_DNS_NXDOMAIN:
      return start_packet (question, ns_r_nxdomain, rule->authentic ? FLAG_AD : 0);
    case MAIL_TEST_DNS_SERVFAIL:
      return start_packet (question, ns_r_servfail, 0);
    case MAIL_TEST_DNS_REFUSED:
      return start_packet (question, ns_r_refused, 0);
    case MAIL_TEST_DNS_SILENT:
      return NULL;
    case MAIL_TEST_DNS_LOST_ONCE:
      return was_lost (question) ? NULL : make_answer (question, rule);
    case MAIL_TEST_DNS_NO_EDNS:
      return question->has_edns ? start_packet (question, ns_r_formerr, 0) : make_answer (question, rule);
    case MAIL_TEST_DNS_TRUNCATED:
    case MAIL_TEST_DNS_CUT:
    case MAIL_TEST_DNS_SILENT_TCP:
      return question->is_tcp ? make_answer (question, rule) : start_packet (question, ns_r_noerror, FLAG_TC);
    case MAIL_TEST_DNS_WRONG_ID:
      return make_wrong_id (question, rule, 1);
    case MAIL_TEST_DNS_WRONG_QUESTION:
      return make_wrong_question (question, rule);
    case MAIL_TEST_DNS_GARBAGE:
      return make_garbage (question);
    case MAIL_TEST_DNS_TINY:
      return make_bytes (question->data, HEADER - 1);
    case MAIL_TEST_DNS_MIRROR:
      return make_bytes (question->data, question->length);
    case MAIL_TEST_DNS_ANSWER:
    case MAIL_TEST_DNS_FORGED_FIRST:
    case MAIL_TEST_DNS_BROKEN:
    case MAIL_TEST_DNS_LOOP:
      break;
    }
  return make_answer (question, rule);
}

static const MailTestDnsRule *
find_rule (MailTestNameServer *self, const char *name)
{
  static const MailTestDnsRule unknown = { "", MAIL_TEST_DNS_NXDOMAIN };

  for (const MailTestDnsRule *rule = self->rules; rule->name != NULL; rule++)
    if (g_ascii_strcasecmp (rule->name, name) == 0)
      return rule;
  return &unknown;
}

static void
read_question (Question *question)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = HEADER;

  g_assert_cmpuint (question->length, >, HEADER + 5);
  for (guint length; (length = question->data[at]) > 0; at += length + 1)
    {
      g_assert_cmpuint (at + length + 5, <, question->length);
      g_string_append_printf (name, "%s%.*s", name->len > 0 ? "." : "", (int) length,
                              (const char *) question->data + at + 1);
    }
  question->name = g_string_free (g_steal_pointer (&name), FALSE);
  question->type = question->data[at + 1] << 8 | question->data[at + 2];
  question->end = at + 5;
  question->has_edns = question->data[11] > 0;
  g_string_append_printf (question->server->log, "%s %s %s%s%s;", question->is_tcp ? "tcp" : "udp",
                          get_type_name (question->type), question->name,
                          question->data[3] & FLAG_AD ? " +ad" : "", question->has_edns ? "" : " -edns");
}

static void
send_to (MailTestNameServer *self, GSocketAddress *from, GByteArray *packet)
{
  g_socket_send_to (self->udp, from, (const char *) packet->data, packet->len, NULL, NULL);
}

static void
send_forgeries (const Question *question, const MailTestDnsRule *rule, GSocketAddress *from)
{
  for (guint i = 1; i <= FORGERIES; i++)
    {
      g_autoptr (GByteArray) packet = make_wrong_id (question, rule, i);

      send_to (question->server, from, packet);
    }
}

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  MailTestNameServer *self = user_data;
  guchar buffer[4096];
  g_autoptr (GSocketAddress) from = NULL;
  gssize length = g_socket_receive_from (socket, &from, (char *) buffer, sizeof buffer, NULL, NULL);
  Question question = { self, buffer, MAX (length, 0) };
  g_autoptr (GByteArray) packet = NULL;
  const MailTestDnsRule *rule;

  if (length <= 0)
    return G_SOURCE_CONTINUE;
  read_question (&question);
  rule = find_rule (self, question.name);
  if (rule->action == MAIL_TEST_DNS_FORGED_FIRST)
    send_forgeries (&question, rule, from);
  packet = make_packet (&question, rule);
  if (packet != NULL)
    send_to (self, from, packet);
  g_free (question.name);
  return G_SOURCE_CONTINUE;
}

static void
client_free (Client *client)
{
  g_object_unref (client->connection);
  g_byte_array_unref (client->buffer);
  g_free (client);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

static void hear_client (Client *client);

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) client = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    hear_client (g_steal_pointer (&client));
}

static void
answer_client (Client *client, GByteArray *packet)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (client->connection));

  g_byte_array_set_size (client->buffer, 0);
  put16 (client->buffer, packet->len);
  g_byte_array_append (client->buffer, packet->data, packet->len);
  g_output_stream_write_all_async (stream, client->buffer->data, client->buffer->len, G_PRIORITY_DEFAULT,
                                   client->server->stop, on_answered, client);
}

static void
on_question (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) client = user_data;
  g_autoptr (GByteArray) packet = NULL;
  const MailTestDnsRule *rule;
  Question question = { client->server, client->buffer->data, client->buffer->len, .is_tcp = TRUE };
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL)
      || length < question.length)
    return;
  read_question (&question);
  rule = find_rule (client->server, question.name);
  packet = rule->action != MAIL_TEST_DNS_CUT ? make_packet (&question, rule) : NULL;
  g_free (question.name);
  if (rule->action == MAIL_TEST_DNS_SILENT_TCP)
    hear_client (g_steal_pointer (&client));
  else if (packet != NULL)
    answer_client (g_steal_pointer (&client), packet);
}

static void
on_size (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) client = user_data;
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL) || length < 2)
    return;
  g_byte_array_set_size (client->buffer, client->size[0] << 8 | client->size[1]);
  g_input_stream_read_all_async (G_INPUT_STREAM (source), client->buffer->data, client->buffer->len,
                                 G_PRIORITY_DEFAULT, client->server->stop, on_question, client);
  g_steal_pointer (&client);
}

/* Takes the client. */
static void
hear_client (Client *client)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (client->connection));

  g_input_stream_read_all_async (stream, client->size, sizeof client->size, G_PRIORITY_DEFAULT,
                                 client->server->stop, on_size, client);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Client *client = g_new0 (Client, 1);

  client->server = user_data;
  client->connection = g_object_ref (connection);
  client->buffer = g_byte_array_new ();
  hear_client (client);
  return TRUE;
}

static gboolean
bind_both (MailTestNameServer *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_clear_object (&self->udp);
  self->udp = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_assert_true (g_socket_bind (self->udp, any_port, FALSE, NULL));
  bound = g_socket_get_local_address (self->udp, NULL);
  g_free (self->address);
  self->address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (bound));
  return g_socket_listener_add_address (G_SOCKET_LISTENER (self->tcp), bound, G_SOCKET_TYPE_STREAM,
                                        G_SOCKET_PROTOCOL_TCP, NULL, NULL, NULL);
}

MailTestNameServer *
mail_test_name_server_new (const MailTestDnsRule *rules)
{
  MailTestNameServer *self = g_new0 (MailTestNameServer, 1);

  self->rules = rules;
  self->stop = g_cancellable_new ();
  self->log = g_string_new (NULL);
  self->lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->tcp = g_socket_service_new ();
  g_signal_connect (self->tcp, "incoming", G_CALLBACK (on_incoming), self);
  /* A port that is free for UDP may be taken for TCP. */
  while (!bind_both (self))
    ;
  self->udp_source = g_socket_create_source (self->udp, G_IO_IN, NULL);
  g_source_set_callback (self->udp_source, G_SOURCE_FUNC (on_datagram), self, NULL);
  g_source_attach (self->udp_source, NULL);
  return self;
}

const char *
mail_test_name_server_get_address (MailTestNameServer *self)
{
  return self->address;
}

char *
mail_test_name_server_take_log (MailTestNameServer *self)
{
  char *log = g_strdup (self->log->str);

  g_string_truncate (self->log, 0);
  return log;
}

void
mail_test_name_server_free (MailTestNameServer *self)
{
  g_cancellable_cancel (self->stop);
  g_socket_service_stop (self->tcp);
  g_socket_listener_close (G_SOCKET_LISTENER (self->tcp));
  g_source_destroy (self->udp_source);
  /* Clients look at the server once more. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_unref (self->udp_source);
  g_object_unref (self->tcp);
  g_object_unref (self->udp);
  g_object_unref (self->stop);
  g_hash_table_unref (self->lost);
  g_string_free (self->log, TRUE);
  g_free (self->address);
  g_free (self);
}
