/** What else the machine does while it measures. */
@NullMarked
package dev.alambic.bench.noise;

import org.jspecify.annotations.NullMarked;
