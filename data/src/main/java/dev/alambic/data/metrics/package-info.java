/** How good the answers of a model are. */
@NullMarked
package dev.alambic.data.metrics;

import org.jspecify.annotations.NullMarked;
