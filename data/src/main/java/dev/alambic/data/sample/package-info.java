/** Samples without labels: as raw values, or as the tensors that a model takes, one by one or joined to batches. */
@NullMarked
package dev.alambic.data.sample;

import org.jspecify.annotations.NullMarked;
