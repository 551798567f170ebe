/** The tensors that a model's inputs are fed from raw samples. */
@NullMarked
package dev.alambic.data.input;

import org.jspecify.annotations.NullMarked;
