/** What a run tells while it goes on, as typed events; a file keeps them, and terminals, pages and tests listen. */
@NullMarked
package dev.alambic.run.event;

import org.jspecify.annotations.NullMarked;
