/** The training loop of one network, what it records, and the checkpoints it goes on from. */
@NullMarked
package dev.alambic.trainer.training;

import org.jspecify.annotations.NullMarked;
