/** The stages of a run, from data to report; each leaves its file, and is skipped where that is there. */
@NullMarked
package dev.alambic.run.pipeline;

import org.jspecify.annotations.NullMarked;
