/** How good the answers of models are: against labels, and against the answers of the baseline. */
@NullMarked
package dev.alambic.bench.quality;

import org.jspecify.annotations.NullMarked;
