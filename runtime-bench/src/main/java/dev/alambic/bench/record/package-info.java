/** What a measurement found, as values; the one reader and writer of {@code bench.json}. */
@NullMarked
package dev.alambic.bench.record;

import org.jspecify.annotations.NullMarked;
