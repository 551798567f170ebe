/** The events of a running run, to whoever watches. */
@NullMarked
package dev.alambic.workbench.live;

import org.jspecify.annotations.NullMarked;
