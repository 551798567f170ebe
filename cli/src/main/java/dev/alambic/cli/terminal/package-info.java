/** What the user sees: results on standard output, progress and errors on standard error, tables, progress bars. */
@NullMarked
package dev.alambic.cli.terminal;

import org.jspecify.annotations.NullMarked;
