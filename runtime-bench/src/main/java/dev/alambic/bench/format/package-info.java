/** A comparison as tables, CSV and JSON. */
@NullMarked
package dev.alambic.bench.format;

import org.jspecify.annotations.NullMarked;
