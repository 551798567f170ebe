/** Robust figures of small samples, and their intervals. */
@NullMarked
package dev.alambic.bench.statistics;

import org.jspecify.annotations.NullMarked;
