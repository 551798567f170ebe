/**
 * The sum that training makes smaller.
 *
 * <pre>{@code
 * Objective = (Term, weight over progress)*
 * Term      = Words, Taps, Signals -> loss            one class each
 * Signals   = logits, labels, teacher, Tap -> value   of one batch
 * Tap       = a value inside teacher or student; Pair = one of each
 * }</pre>
 */
@NullMarked
package dev.alambic.trainer.loss;

import org.jspecify.annotations.NullMarked;
