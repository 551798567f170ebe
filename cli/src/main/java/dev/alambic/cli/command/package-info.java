/** One class a command, what they share of reading arguments, and the one place that turns failures into exit codes. */
@NullMarked
package dev.alambic.cli.command;

import org.jspecify.annotations.NullMarked;
