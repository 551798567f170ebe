/** Latency, throughput, memory and accuracy of models side by side. */
@NullMarked
package dev.alambic.bench;

import org.jspecify.annotations.NullMarked;
