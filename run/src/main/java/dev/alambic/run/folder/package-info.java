/** The folder of a run: what is written there, and what another program can read of it at any time. */
@NullMarked
package dev.alambic.run.folder;

import org.jspecify.annotations.NullMarked;
