/**
 * What is known of the machines that models are made for: which integers are fast there, and which choices are known to
 * be bad. Both are data, {@code targets.json} and {@code rules.json}, each entry with its source.
 */
@NullMarked
package dev.alambic.quantizer.advice;

import org.jspecify.annotations.NullMarked;
