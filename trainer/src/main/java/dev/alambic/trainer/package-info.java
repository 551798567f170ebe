/** Everything that runs DJL's PyTorch engine. */
@NullMarked
package dev.alambic.trainer;

import org.jspecify.annotations.NullMarked;
