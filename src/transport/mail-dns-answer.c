/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-dns-answer.h"

#include <gio/gio.h>
#include <string.h>

#include "mail-domain.h"

/* Nobody has that many mail servers; an answer over TCP could bring thousands. */
#define MAX_RECORDS 64

G_DEFINE_BOXED_TYPE (MailDnsAnswer, mail_dns_answer, mail_dns_answer_ref, mail_dns_answer_unref)

static void
record_free (gpointer data)
{
  MailDnsRecord *record = data;

  g_free (record->host);
  g_free (record->text);
  g_free (record);
}

static void
clear (gpointer data)
{
  g_ptr_array_unref (((MailDnsAnswer *) data)->records);
}

/* RFC 2782 draws among servers of equal priority by weight, to spread the load of many clients. Here a person
 * is shown a list, once, and must find the same one the next time: the heaviest comes first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MailDnsRecord *left = *(MailDnsRecord *const *) a;
  const MailDnsRecord *right = *(MailDnsRecord *const *) b;
  int by_host = g_strcmp0 (left->host, right->host);

  if (left->priority != right->priority)
    return left->priority < right->priority ? -1 : 1;
  if (left->weight != right->weight)
    return left->weight > right->weight ? -1 : 1;
  if (by_host != 0)
    return by_host;
  if (left->port != right->port)
    return left->port < right->port ? -1 : 1;
  return g_strcmp0 (left->text, right->text);
}

/**
 * mail_dns_answer_new:
 * @exists: %FALSE where the name itself does not exist
 * @authentic: %TRUE where it is proven
 *
 * Returns: (transfer full): an answer without records
 */
MailDnsAnswer *
mail_dns_answer_new (gboolean exists, gboolean authentic)
{
  MailDnsAnswer *self = g_rc_box_new0 (MailDnsAnswer);

  self->records = g_ptr_array_new_with_free_func (record_free);
  self->exists = exists;
  self->authentic = authentic;
  return self;
}

/**
 * mail_dns_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): the same answer
 */
MailDnsAnswer *
mail_dns_answer_ref (MailDnsAnswer *self)
{
  return g_rc_box_acquire (self);
}

/**
 * mail_dns_answer_unref:
 * @self: (transfer full): an answer
 *
 * The last one frees the answer.
 */
void
mail_dns_answer_unref (MailDnsAnswer *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * mail_dns_answer_add_host:
 * @self: an answer that is being read
 * @host: the host as the answer has it, without the dot at the end; "" for the root
 * @priority: of MX or SRV
 * @weight: of SRV
 * @port: of SRV
 *
 * Adds a server. The DNS can hold any bytes; what is not the name of a host is left out (RFC 1123, section
 * 2.1), and so is an IP address, which is no name (RFC 2181, section 10.3).
 */
void
mail_dns_answer_add_host (MailDnsAnswer *self, const char *host, guint priority, guint weight, guint port)
{
  g_autofree char *name = *host == '\0' ? g_strdup ("") : mail_domain_to_ascii (host, NULL);
  MailDnsRecord *record;

  if (name == NULL || g_hostname_is_ip_address (name))
    return;
  record = g_new0 (MailDnsRecord, 1);
  record->host = g_steal_pointer (&name);
  record->priority = priority;
  record->weight = weight;
  record->port = port;
  g_ptr_array_add (self->records, record);
}

/**
 * mail_dns_answer_add_text:
 * @self: an answer that is being read
 * @text: (array length=length): the strings of a TXT record, joined
 * @length: its size in bytes
 *
 * Adds a text, unless there is a NUL in it: nothing that we look for has one.
 */
void
mail_dns_answer_add_text (MailDnsAnswer *self, const char *text, gsize length)
{
  MailDnsRecord *record;

  if (memchr (text, '\0', length) != NULL)
    return;
  record = g_new0 (MailDnsRecord, 1);
  record->text = g_strndup (text, length);
  g_ptr_array_add (self->records, record);
}

/**
 * mail_dns_answer_seal:
 * @self: an answer that was read to its end
 *
 * Brings the records into the order in which they are to be used: MX by preference (RFC 5321, section 5.1),
 * SRV by priority, then the heaviest first (RFC 2782), and names in the order of the alphabet. The first 64
 * are kept.
 */
void
mail_dns_answer_seal (MailDnsAnswer *self)
{
  g_ptr_array_sort (self->records, compare);
  if (self->records->len > MAX_RECORDS)
    g_ptr_array_set_size (self->records, MAX_RECORDS);
}
