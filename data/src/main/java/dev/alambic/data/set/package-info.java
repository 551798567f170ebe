/** Labelled samples in memory, their parts, their order, and their statistics. */
@NullMarked
package dev.alambic.data.set;

import org.jspecify.annotations.NullMarked;
