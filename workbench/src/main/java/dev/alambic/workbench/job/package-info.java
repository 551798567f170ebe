/** Runs that are started from the page, each in a process of its own. */
@NullMarked
package dev.alambic.workbench.job;

import org.jspecify.annotations.NullMarked;
