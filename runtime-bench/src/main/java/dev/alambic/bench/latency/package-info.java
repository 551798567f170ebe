/** Times of runs: one caller in a closed loop, all models in alternation. */
@NullMarked
package dev.alambic.bench.latency;

import org.jspecify.annotations.NullMarked;
