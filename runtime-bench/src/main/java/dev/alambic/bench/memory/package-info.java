/** Memory of a model, each measured in a fresh process of its own. */
@NullMarked
package dev.alambic.bench.memory;

import org.jspecify.annotations.NullMarked;
