/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-dns-packet.h"

/* The successors of these functions are younger than the oldest c-ares that we build with. */
#define CARES_NO_DEPRECATED
#include <ares.h>
#include <arpa/nameser.h>
#include <gnutls/crypto.h>

/* The header: RFC 1035, section 4.1.1; the bit AD: RFC 4035, section 3.2.3. */
#define HEADER_SIZE 12
#define ID_SIZE     2
#define FLAGS       2
#define FLAG_QR     0x80
#define FLAGS_RCODE 3
#define FLAG_AD     0x20

static int
get_rcode (const guchar *data)
{
  return data[FLAGS_RCODE] & 0x0f;
}

static int
to_class_type (MailDnsType type)
{
  switch (type)
    {
    case MAIL_DNS_MX:
      return ns_t_mx;
    case MAIL_DNS_SRV:
      return ns_t_srv;
    case MAIL_DNS_TXT:
      return ns_t_txt;
    }
  g_return_val_if_reached (ns_t_invalid);
}

/* The number of a question is what keeps strangers from answering it (RFC 5452): it must not be guessable. */
static guint16
choose_id (void)
{
  guint16 id = 0;

  gnutls_rnd (GNUTLS_RND_NONCE, &id, ID_SIZE);
  return id;
}

/**
 * mail_dns_packet_new_question:
 * @name: the name to ask about
 * @type: what to ask for
 * @extended: says that larger answers can be heard (EDNS, RFC 6891)
 * @ask_ad: asks whether the answer is authentic (RFC 6840, section 5.7)
 *
 * Writes a question.
 *
 * Returns: (transfer full) (nullable): the packet; %NULL where @name cannot be a name in the DNS
 */
GBytes *
mail_dns_packet_new_question (const char *name, MailDnsType type, gboolean extended, gboolean ask_ad)
{
  guchar *data = NULL;
  int length = 0;

  if (ares_create_query (name, ns_c_in, to_class_type (type), choose_id (), 1, &data, &length,
                         extended ? MAIL_DNS_PACKET_SIZE : 0)
      != ARES_SUCCESS)
    return NULL;
  if (ask_ad)
    data[FLAGS_RCODE] |= FLAG_AD;
  return g_bytes_new_with_free_func (data, length, ares_free_string, data);
}

static int
read_mx (const guchar *data, int length, MailDnsAnswer *answer)
{
  struct ares_mx_reply *first = NULL;
  int status = ares_parse_mx_reply (data, length, &first);

  for (struct ares_mx_reply *mx = first; mx != NULL; mx = mx->next)
    mail_dns_answer_add_host (answer, mx->host, mx->priority, 0, 0);
  if (first != NULL)
    ares_free_data (first);
  return status;
}

static int
read_srv (const guchar *data, int length, MailDnsAnswer *answer)
{
  struct ares_srv_reply *first = NULL;
  int status = ares_parse_srv_reply (data, length, &first);

  for (struct ares_srv_reply *srv = first; srv != NULL; srv = srv->next)
    mail_dns_answer_add_host (answer, srv->host, srv->priority, srv->weight, srv->port);
  if (first != NULL)
    ares_free_data (first);
  return status;
}

/* A record holds strings of up to 255 bytes; its text is all of them, with nothing between (RFC 7208,
 * section 3.3). */
static int
read_txt (const guchar *data, int length, MailDnsAnswer *answer)
{
  struct ares_txt_ext *first = NULL;
  int status = ares_parse_txt_reply_ext (data, length, &first);

  for (struct ares_txt_ext *txt = first; txt != NULL;)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      do
        g_string_append_len (text, (const char *) txt->txt, txt->length);
      while ((txt = txt->next) != NULL && !txt->record_start);
      mail_dns_answer_add_text (answer, text->str, text->len);
    }
  if (first != NULL)
    ares_free_data (first);
  return status;
}

static int
read_records (const guchar *data, int length, MailDnsType type, MailDnsAnswer *answer)
{
  switch (type)
    {
    case MAIL_DNS_MX:
      return read_mx (data, length, answer);
    case MAIL_DNS_SRV:
      return read_srv (data, length, answer);
    case MAIL_DNS_TXT:
      return read_txt (data, length, answer);
    }
  g_return_val_if_reached (ARES_EFORMERR);
}

/**
 * mail_dns_packet_read:
 * @data: (array length=length): what a name server answered
 * @length: its size in bytes
 * @type: what was asked for
 * @trust_ad: whether the name server is to be believed that an answer is authentic
 *
 * Reads an answer. Records of other types in it, such as the aliases on the way, are left aside.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL where it makes no sense or is no answer
 */
MailDnsAnswer *
mail_dns_packet_read (const guchar *data, gsize length, MailDnsType type, gboolean trust_ad)
{
  g_autoptr (MailDnsAnswer) answer = NULL;
  int status;

  if (length < HEADER_SIZE || length > G_MAXUINT16 || !(data[FLAGS] & FLAG_QR))
    return NULL;
  if (get_rcode (data) != ns_r_noerror && get_rcode (data) != ns_r_nxdomain)
    return NULL;

  answer = mail_dns_answer_new (get_rcode (data) == ns_r_noerror, trust_ad && data[FLAGS_RCODE] & FLAG_AD);
  if (!answer->exists)
    return g_steal_pointer (&answer);
  status = read_records (data, (int) length, type, answer);
  if (status != ARES_SUCCESS && status != ARES_ENODATA)
    return NULL;
  mail_dns_answer_seal (answer);
  return g_steal_pointer (&answer);
}

/**
 * mail_dns_packet_is_too_new:
 * @data: (array length=length): what a name server answered
 * @length: its size in bytes
 *
 * Asks whether the name server did not understand the question. Old ones do not know EDNS and say so in this
 * way (RFC 6891, section 7).
 *
 * Returns: %TRUE where it should be asked again without
 */
gboolean
mail_dns_packet_is_too_new (const guchar *data, gsize length)
{
  return length >= HEADER_SIZE && get_rcode (data) == ns_r_formerr;
}
