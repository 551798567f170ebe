/** Who a student learns from: a {@link dev.alambic.trainer.distill.Teacher} is whatever answers with logits. */
@NullMarked
package dev.alambic.trainer.distill;

import org.jspecify.annotations.NullMarked;
