/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-recording-address.h"

#include "mail-recording-enumerator.h"

/* GSocketClient says that it resolves a name, but not what the name resolves to. It asks its
 * GSocketConnectable, though: this one stands between the two and listens. */
struct _MailRecordingAddress
{
  GObject parent_instance;

  GSocketConnectable *target;
  GPtrArray *addresses;
};

static void mail_recording_address_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailRecordingAddress,
                               mail_recording_address,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      mail_recording_address_connectable_init))

enum
{
  ADDRESS_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GSocketAddressEnumerator *
mail_recording_address_enumerate (GSocketConnectable *connectable)
{
  MailRecordingAddress *self = MAIL_RECORDING_ADDRESS (connectable);
  g_autoptr (GSocketAddressEnumerator) target = g_socket_connectable_enumerate (self->target);

  return mail_recording_enumerator_new (target, self);
}

static GSocketAddressEnumerator *
mail_recording_address_proxy_enumerate (GSocketConnectable *connectable)
{
  MailRecordingAddress *self = MAIL_RECORDING_ADDRESS (connectable);
  g_autoptr (GSocketAddressEnumerator) target = g_socket_connectable_proxy_enumerate (self->target);

  return mail_recording_enumerator_new (target, self);
}

static char *
mail_recording_address_to_string (GSocketConnectable *connectable)
{
  return g_socket_connectable_to_string (MAIL_RECORDING_ADDRESS (connectable)->target);
}

static void
mail_recording_address_finalize (GObject *object)
{
  MailRecordingAddress *self = MAIL_RECORDING_ADDRESS (object);

  g_clear_object (&self->target);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);

  G_OBJECT_CLASS (mail_recording_address_parent_class)->finalize (object);
}

static void
mail_recording_address_class_init (MailRecordingAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_recording_address_finalize;

  /* Emitted with all addresses so far, joined by ", ", whenever there is a new one. */
  signals[ADDRESS_FOUND] = g_signal_new ("address-found", MAIL_TYPE_RECORDING_ADDRESS, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mail_recording_address_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = mail_recording_address_enumerate;
  iface->proxy_enumerate = mail_recording_address_proxy_enumerate;
  iface->to_string = mail_recording_address_to_string;
}

static void
mail_recording_address_init (MailRecordingAddress *self)
{
  self->addresses = g_ptr_array_new_null_terminated (0, g_free, TRUE);
}

/**
 * mail_recording_address_new:
 * @target: what is really connected to
 *
 * Stands in for @target and emits #MailRecordingAddress::address-found for what it resolves to.
 *
 * Returns: (transfer full): a new connectable
 */
MailRecordingAddress *
mail_recording_address_new (GSocketConnectable *target)
{
  MailRecordingAddress *self = g_object_new (MAIL_TYPE_RECORDING_ADDRESS, NULL);

  self->target = g_object_ref (target);
  return self;
}

/**
 * mail_recording_address_note:
 * @self: a recording address
 * @address: an address that an enumerator of @self hands out
 *
 * Notes @address unless it is known or no internet address.
 */
void
mail_recording_address_note (MailRecordingAddress *self, GSocketAddress *address)
{
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return;

  text = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  if (g_ptr_array_find_with_equal_func (self->addresses, text, g_str_equal, NULL))
    return;

  g_ptr_array_add (self->addresses, g_steal_pointer (&text));
  all = g_strjoinv (", ", (char **) self->addresses->pdata);
  g_signal_emit (self, signals[ADDRESS_FOUND], 0, all);
}
