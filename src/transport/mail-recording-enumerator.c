/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-recording-enumerator.h"

struct _MailRecordingEnumerator
{
  GSocketAddressEnumerator parent_instance;

  GSocketAddressEnumerator *target;
  MailRecordingAddress *recorder;
};

G_DEFINE_FINAL_TYPE (MailRecordingEnumerator, mail_recording_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
noted (MailRecordingEnumerator *self, GSocketAddress *address)
{
  if (address != NULL)
    mail_recording_address_note (self->recorder, address);

  return address;
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GSocketAddress *address
      = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (source), result, &error);

  /* NULL without an error means that there are no more. */
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, noted (g_task_get_source_object (task), address), g_object_unref);
}

static GSocketAddress *
mail_recording_enumerator_next (GSocketAddressEnumerator *enumerator,
                                GCancellable *cancellable,
                                GError **error)
{
  MailRecordingEnumerator *self = MAIL_RECORDING_ENUMERATOR (enumerator);

  return noted (self, g_socket_address_enumerator_next (self->target, cancellable, error));
}

static void
mail_recording_enumerator_next_async (GSocketAddressEnumerator *enumerator,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  MailRecordingEnumerator *self = MAIL_RECORDING_ENUMERATOR (enumerator);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_recording_enumerator_next_async);
  g_socket_address_enumerator_next_async (self->target, cancellable, on_next, g_steal_pointer (&task));
}

static GSocketAddress *
mail_recording_enumerator_next_finish (GSocketAddressEnumerator *enumerator,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, enumerator), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_recording_enumerator_next_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_recording_enumerator_finalize (GObject *object)
{
  MailRecordingEnumerator *self = MAIL_RECORDING_ENUMERATOR (object);

  g_clear_object (&self->target);
  g_clear_object (&self->recorder);

  G_OBJECT_CLASS (mail_recording_enumerator_parent_class)->finalize (object);
}

static void
mail_recording_enumerator_class_init (MailRecordingEnumeratorClass *klass)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_recording_enumerator_finalize;
  enumerator_class->next = mail_recording_enumerator_next;
  enumerator_class->next_async = mail_recording_enumerator_next_async;
  enumerator_class->next_finish = mail_recording_enumerator_next_finish;
}

static void
mail_recording_enumerator_init (MailRecordingEnumerator *self)
{
}

/**
 * mail_recording_enumerator_new:
 * @target: where the addresses come from
 * @recorder: told of each
 *
 * Returns: (transfer full): an enumerator of the same addresses
 */
GSocketAddressEnumerator *
mail_recording_enumerator_new (GSocketAddressEnumerator *target, MailRecordingAddress *recorder)
{
  MailRecordingEnumerator *self = g_object_new (MAIL_TYPE_RECORDING_ENUMERATOR, NULL);

  self->target = g_object_ref (target);
  self->recorder = g_object_ref (recorder);
  return G_SOCKET_ADDRESS_ENUMERATOR (self);
}
