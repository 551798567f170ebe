/** What must hold of the engine before its results are used. */
@NullMarked
package dev.alambic.exporter.engine;

import org.jspecify.annotations.NullMarked;
