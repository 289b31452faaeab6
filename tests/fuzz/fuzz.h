/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a target defines, and libFuzzer or standalone.c calls. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
