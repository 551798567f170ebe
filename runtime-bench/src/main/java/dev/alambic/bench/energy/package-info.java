/** Electrical energy of a run, where the machine counts it. */
@NullMarked
package dev.alambic.bench.energy;

import org.jspecify.annotations.NullMarked;
