/** Inputs for a model of which nothing is known but its file: sizes that it runs on, and values that it can take. */
@NullMarked
package dev.alambic.bench.input;

import org.jspecify.annotations.NullMarked;
