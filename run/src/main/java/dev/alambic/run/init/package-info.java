/** Writes recipes for data that were looked at. */
@NullMarked
package dev.alambic.run.init;

import org.jspecify.annotations.NullMarked;
