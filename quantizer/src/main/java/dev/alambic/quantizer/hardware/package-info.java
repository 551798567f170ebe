/**
 * What is known of the machines that models are made for: which integers are fast there, and which choices are known to
 * be bad, and which operators cannot compute in float16. All are data, {@code targets.json}, {@code rules.json} and
 * {@code float-only.json}, each entry with its source.
 */
@NullMarked
package dev.alambic.quantizer.hardware;

import org.jspecify.annotations.NullMarked;
