/** What models have to do: multiplications and weights counted from the graph, and where the time of a run goes. */
@NullMarked
package dev.alambic.bench.work;

import org.jspecify.annotations.NullMarked;
