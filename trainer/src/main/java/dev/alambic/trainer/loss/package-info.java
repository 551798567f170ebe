/**
 * The sum that training makes smaller.
 *
 * <pre>{@code
 * Objective = (Term, weight over progress)*
 * Term      = Words, Signals -> loss      one class each
 * Signals   = logits, labels, teacher     of one batch
 * }</pre>
 */
@NullMarked
package dev.alambic.trainer.loss;

import org.jspecify.annotations.NullMarked;
