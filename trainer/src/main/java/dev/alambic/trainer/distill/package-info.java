/**
 * What a student learns from: {@link dev.alambic.trainer.distill.Teacher} is whatever answers with logits, and a
 * {@link dev.alambic.trainer.distill.LossTerm} is one part of the sum that training makes smaller.
 */
@NullMarked
package dev.alambic.trainer.distill;

import org.jspecify.annotations.NullMarked;
