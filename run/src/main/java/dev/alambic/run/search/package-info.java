/** What a search for a quantized form needs beyond the quantizer: times as they are benchmarked, and a picture. */
@NullMarked
package dev.alambic.run.search;

import org.jspecify.annotations.NullMarked;
