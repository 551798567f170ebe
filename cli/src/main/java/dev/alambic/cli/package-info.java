/** The command line. */
@NullMarked
package dev.alambic.cli;

import org.jspecify.annotations.NullMarked;
