/** The most important figures of a run, and their spread over several seeds. */
@NullMarked
package dev.alambic.run.summary;

import org.jspecify.annotations.NullMarked;
