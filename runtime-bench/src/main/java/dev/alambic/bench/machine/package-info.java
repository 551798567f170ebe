/** What else the machine does while it measures. */
@NullMarked
package dev.alambic.bench.machine;

import org.jspecify.annotations.NullMarked;
