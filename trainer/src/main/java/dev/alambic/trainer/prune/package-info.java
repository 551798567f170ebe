/**
 * Pruning while training: a criterion gives each unit (a weight or a channel) a score, a ranking chooses the least, and
 * masks hold them at zero.
 */
@NullMarked
package dev.alambic.trainer.prune;

import org.jspecify.annotations.NullMarked;
