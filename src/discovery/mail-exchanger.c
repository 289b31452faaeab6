/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-exchanger.h"

/**
 * mail_exchanger_dup_best:
 * @answer: the MX records of a domain
 *
 * Returns: (transfer full) (nullable): the host to which mail goes first (RFC 5321, section 5.1), an A-label
 * in lower case; %NULL where no record names one
 */
char *
mail_exchanger_dup_best (MailDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MailDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (*record->host != '\0')
        return g_strdup (record->host);
    }
  return NULL;
}

/**
 * mail_exchanger_is_refused:
 * @answer: the MX records of a domain
 *
 * Returns: whether the domain says that it takes no mail (“null MX”, RFC 7505)
 */
gboolean
mail_exchanger_is_refused (MailDnsAnswer *answer)
{
  return answer->records->len == 1
         && *((MailDnsRecord *) g_ptr_array_index (answer->records, 0))->host == '\0';
}
