/** Rules by which gradients change weights, with state that can be stored by the weights' names. */
@NullMarked
package dev.alambic.trainer.optimize;

import org.jspecify.annotations.NullMarked;
